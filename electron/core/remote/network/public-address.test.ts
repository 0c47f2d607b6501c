import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canBePublic, isPublicAddress, publicLookup } from './public-address.ts';

const priv = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
  '2002:7f00:1::',
  '2001:0:53aa:64c::',
  '2001:db8::1',
];
const open = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a01:4f8::1'];

describe('an address', () => {
  it.each(priv)('%s is not of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(canBePublic(address)).toBe(false);
  });

  it.each(open)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
    expect(canBePublic(address)).toBe(true);
  });

  it('that maps an address of version 4 is never public', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });

  it.each(['127.0.0.1%lo', '[::1]', 'fe80::1%eth0'])('with a zone or brackets, %s, is no name', (host) => {
    expect(canBePublic(host)).toBe(false);
  });

  it.each(['localhost', 'example.com', 'fab.cafe', 'abc', 'dead.beef'])('%s is a name', (host) => {
    expect(canBePublic(host)).toBe(true);
  });
});

describe('a look-up for the public internet', () => {
  const ask = (host: string) =>
    new Promise((resolve) => publicLookup(host, {}, (error) => resolve(error?.message)));
  const refusal = (host: string) => `${host} has no address in the public internet`;

  it.each(['localhost', '2130706433', '0x7f000001', '127.1', 'no-such-name.invalid'])(
    'refuses %s, and says of each the same',
    async (host) => {
      expect(await ask(host)).toBe(refusal(host));
    },
  );
});
