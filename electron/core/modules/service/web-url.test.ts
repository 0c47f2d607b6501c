import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webUrl } from '#shared/model/service-address.ts';

const anyHost = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[a-z0-9._:@/x-]{1,12}$/),
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
);

describe('the link to a published port', () => {
  it('is read by a browser as exactly the host and port that it was made of, or not at all', () => {
    fc.assert(
      fc.property(anyHost, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        const url = webUrl('http', host, port);
        if (url === undefined || !URL.canParse(url)) return;
        const read = new URL(url);
        expect([read.protocol, Number(read.port || 80), read.pathname]).toEqual(['http:', port, '/']);
        expect(read.username + read.password + read.search + read.hash).toBe('');
        if (host.includes(':')) expect(read.hostname.startsWith('[')).toBe(true);
        else expect(read.hostname).toBe(host.toLowerCase());
      }),
      { numRuns: 2_000 },
    );
  });
});
