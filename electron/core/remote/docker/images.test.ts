import fc from 'fast-check';
import { expect, it } from 'vitest';
import { registryAuthHeader } from './images.ts';

it('gives Docker the account of a registry as base64 for URLs with its padding, whatever its length', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (username, password) => {
      const { 'x-registry-auth': header = '' } = registryAuthHeader({
        username,
        password,
        server: 'ghcr.io',
      });
      expect(header).toMatch(/^[\w-]+={0,2}$/);
      expect(header.length % 4).toBe(0);
      const read: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
      expect(read).toEqual({ username, password, serveraddress: 'ghcr.io' });
    }),
  );
});
