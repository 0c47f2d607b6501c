import type { Expected, KeyPairs, Sealed } from '#core/bundle/envelope/index.ts';
import { makeKeyPairs } from '#core/bundle/envelope/index.ts';

export const bundleNow = Date.parse('2026-03-01T10:00:00Z');
const day = 86_400_000;
export const inDays = (days: number): string => new Date(bundleNow + days * day).toISOString();

/** What a bundle from Olive to Max is made of; `body` is what is in it. */
export const bundleParts = (
  olive: KeyPairs,
  to: string,
  body: unknown = { servers: ['harbour'] },
): Sealed => ({
  organization: { id: 'org-1', name: 'Acme' },
  account: { id: 'account-1', name: 'Olive Owner', email: 'olive@example.com' },
  keys: olive,
  recipients: [{ to, sequence: 1, previous: null }],
  validFrom: inDays(-1),
  validTo: inDays(7),
  body,
});

/** What Max holds it against, who compared Olive's fingerprint. */
export const bundleExpected = (
  olive: KeyPairs,
  max: KeyPairs,
  overrides: Partial<Expected> = {},
): Expected => ({
  opener: { identity: max.identity },
  recipient: max.recipient,
  organizationId: 'org-1',
  knownIssuers: [
    {
      organizationId: 'org-1',
      accountId: 'account-1',
      recipient: olive.recipient,
      signingKey: olive.signingKey,
    },
  ],
  lastOf: () => undefined,
  mayIssue: () => true,
  now: bundleNow,
  ...overrides,
});

export const makePeople = async (): Promise<{ olive: KeyPairs; max: KeyPairs; eve: KeyPairs }> => {
  const [olive, max, eve] = await Promise.all([makeKeyPairs(), makeKeyPairs(), makeKeyPairs()]);
  return { olive, max, eve };
};

/** Numbers below `below` that a seed decides (mulberry32), so that what fails once fails again. */
export const seeded = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};
