import { describe, expect, it } from 'vitest';
import { isLoopback } from '#shared/model/loopback.ts';
import { parseHostArguments, UsageError } from './arguments.ts';

const machine = { platform: 'linux', env: {}, home: '/home/olive' };
const parse = (...argv: string[]) => parseHostArguments(argv, machine);

describe('the command line of the host', () => {
  it('needs nothing', () => {
    expect(parse()).toEqual({
      dataFolder: '/home/olive/.local/share/quayside',
      port: 0,
      address: '127.0.0.1',
      json: false,
      open: false,
    });
  });

  it('takes an owner with an organization', () => {
    expect(parse('--owner', ' Olive Owner <olive@example.com> ', '--organization', 'Acme')).toMatchObject({
      owner: { name: 'Olive Owner', email: 'olive@example.com', organizationName: 'Acme' },
    });
    expect(parse('--owner', 'Olive <olive@example.com>')).toMatchObject({
      owner: { organizationName: 'Olive’s organization' },
    });
  });

  it('takes whose ownership is recovered', () => {
    expect(parse('--recover-owner', 'ada@example.com', '--organization', 'Acme')).toMatchObject({
      recover: { email: 'ada@example.com', organizationName: 'Acme' },
    });
  });

  it('takes where its webhooks are reached, in the clear on this machine alone', () => {
    expect(parse('--hooks-at', 'https://Hooks.example.com:443/team/')).toMatchObject({
      hooksAt: 'https://hooks.example.com/team',
    });
    expect(parse('--hooks-at', 'http://127.0.0.1:8080')).toMatchObject({ hooksAt: 'http://127.0.0.1:8080' });
  });

  it.each([
    ['--port', 'http'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--owner', 'olive@example.com'],
    ['--owner', '<olive@example.com>'],
    ['--organization', 'Acme'],
    ['--recover-owner', 'ada@example.com'],
    ['--recover-owner', 'ada', '--organization', 'Acme'],
    ['--recover-owner', 'ada@example.com', '--organization', 'Acme', '--owner', 'Ada <ada@example.com>'],
    ['--data', ''],
    ['--hooks-at', 'hooks.example.com'],
    ['--hooks-at', 'http://hooks.example.com'],
    ['--hooks-at', 'https://ada:secret@hooks.example.com'],
    ['--hooks-at', 'https://hooks.example.com/?a'],
    ['--unknown'],
    ['word'],
  ])('refuses %s %s', (...argv) => {
    expect(() => parse(...argv)).toThrow(UsageError);
  });

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.2',
    'example.com',
    '127.0.0.1.example.com',
    '128.0.0.1',
    '127.0.0.256',
  ])('refuses to listen on %s, and says what is missing', (address) => {
    expect(isLoopback(address)).toBe(false);
    expect(() => parse('--host', address)).toThrow(/needs TLS/);
  });

  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost', '[::1]', 'LOCALHOST'])(
    'listens on %s',
    (address) => {
      expect(parse('--host', address)).toMatchObject({ port: 0 });
    },
  );
});
