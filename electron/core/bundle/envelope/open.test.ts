import { beforeAll, describe, expect, it } from 'vitest';
import { bundleExpected, bundleParts, inDays, makePeople } from '#test/support/sealed-bundle.ts';
import { encryptAge } from './age.ts';
import { canonicalJson } from './canonical.ts';
import type { BundleDocument } from './document.ts';
import {
  bundleLimits,
  type Expected,
  fingerprintOf,
  type KeyPairs,
  openBundle,
  sealBundle,
} from './index.ts';
import { signText } from './keys.ts';
import type { RefusalKind } from './refusals.ts';
import type { Place } from './seal.ts';

let people: { olive: KeyPairs; max: KeyPairs; eve: KeyPairs };
beforeAll(async () => {
  people = await makePeople();
});

const parts = (body?: unknown) => bundleParts(people.olive, people.max.recipient, body);
const expected = (overrides: Partial<Expected> = {}) => bundleExpected(people.olive, people.max, overrides);

/** A file whose document was changed before Olive signed it, as a faulty or hostile issuer could. */
const signedAnyway = async (
  change: (document: BundleDocument) => unknown,
  { keys = people.olive, to = people.max.recipient, text = canonicalJson as (value: unknown) => string } = {},
): Promise<Uint8Array> => {
  const { organization, account, recipients, validFrom, validTo, body } = parts();
  const { recipient, signingKey } = keys;
  const issuer = { account, recipient, signingKey, fingerprint: fingerprintOf(keys) };
  const document = {
    context: 'quayside bundle',
    version: 1,
    organization,
    issuer,
    recipients,
    validFrom,
    validTo,
    body,
  };
  const changed = change(structuredClone(document) as BundleDocument);
  const signature = signText(`quayside bundle\n${canonicalJson(changed)}`, keys);
  return encryptAge(new TextEncoder().encode(text({ document: changed, signature })), { recipients: [to] });
};

/** A wrong meaning in 20 shades, and how it is refused. */
interface Wrong {
  readonly is: string;
  readonly refused: RefusalKind;
  readonly says: string;
  readonly file: (shade: number) => Promise<Uint8Array>;
  readonly against?: (shade: number) => Partial<Expected>;
}

const plain = async (place: Place = { sequence: 1, previous: null }): Promise<Uint8Array> =>
  (await sealBundle({ ...parts(), recipients: [{ to: people.max.recipient, ...place }] })).file;
const hash = (digit: number): string => (digit % 16).toString(16).repeat(64);

const wrongs: readonly Wrong[] = [
  {
    is: 'signed by a key that nobody compared',
    refused: 'unknownIssuer',
    says: 'compare the fingerprint SHA256:',
    file: () => plain(),
    against: (shade) => ({
      knownIssuers: [{ ...people.olive, organizationId: 'org-1', accountId: `account-${shade + 2}` }],
    }),
  },
  {
    is: 'signed by a key that is trusted for another organization',
    refused: 'unknownIssuer',
    says: 'trusted for this organization',
    file: () => plain(),
    against: (shade) => ({
      knownIssuers: [{ ...people.olive, organizationId: `org-${shade + 2}`, accountId: 'account-1' }],
    }),
  },
  {
    is: 'signed by somebody else in the name of its issuer',
    refused: 'changedKey',
    says: 'are not those that were trusted',
    file: (shade) => signedAnyway((document) => ({ ...document, body: shade }), { keys: people.eve }),
  },
  {
    is: 'signed by the right key, with another key to answer to',
    refused: 'changedKey',
    says: 'ask them by another way',
    file: (shade) => {
      const keys = { ...people.olive, recipient: people.eve.recipient };
      return signedAnyway((document) => ({ ...document, body: shade }), { keys });
    },
  },
  {
    is: 'of another organization',
    refused: 'otherOrganization',
    says: 'another organization, "Acme"; open it there',
    file: () => plain(),
    against: (shade) => ({ organizationId: `org-${shade + 2}` }),
  },
  {
    is: 'encrypted again to somebody whom its issuer did not name',
    refused: 'otherRecipient',
    says: 'for somebody else’s key',
    file: (shade) => signedAnyway((document) => ({ ...document, body: shade }), { to: people.eve.recipient }),
    against: () => ({ opener: { identity: people.eve.identity }, recipient: people.eve.recipient }),
  },
  {
    is: 'for another key',
    refused: 'otherRecipient',
    says: 'send its issuer your own age recipient',
    file: () => plain(),
    against: () => ({ opener: { identity: people.eve.identity }, recipient: people.eve.recipient }),
  },
  {
    is: 'over',
    refused: 'expired',
    says: 'ask for a new one',
    file: () => plain(),
    against: (shade) => ({ now: Date.parse(inDays(7)) + shade * 86_400_000 }),
  },
  {
    is: 'not valid yet',
    refused: 'notYetValid',
    says: 'compare the clocks',
    file: () => plain(),
    against: (shade) => ({ now: Date.parse(inDays(-1)) - 1 - shade * 86_400_000 }),
  },
  {
    is: 'older than what was imported',
    refused: 'older',
    says: 'number 50 was imported already',
    file: (shade) => plain({ sequence: shade + 2, previous: hash(shade) }),
    against: () => ({ lastOf: () => ({ sequence: 50, hash: hash(1) }) }),
  },
  {
    is: 'another one of the same number',
    refused: 'forked',
    says: 'whether their store was set back',
    file: (shade) => plain({ sequence: shade + 2, previous: hash(shade) }),
    against: (shade) => ({ lastOf: () => ({ sequence: shade + 2, hash: hash(shade) }) }),
  },
  {
    is: 'the next, after another one than was imported',
    refused: 'forked',
    says: 'does not follow',
    file: (shade) => plain({ sequence: shade + 2, previous: hash(shade) }),
    against: (shade) => ({ lastOf: () => ({ sequence: shade + 1, hash: hash(shade + 1) }) }),
  },
  {
    is: 'from somebody without the right',
    refused: 'withoutRight',
    says: '"Olive Owner" may not export bundles',
    file: (shade) => plain({ sequence: shade + 2, previous: hash(shade) }),
    against: () => ({ mayIssue: () => false }),
  },
  {
    is: 'with a field that this version does not know',
    refused: 'unknownField',
    says: 'does not know',
    file: (shade) =>
      signedAnyway((document) =>
        shade % 2
          ? { ...document, [`field${shade}`]: true }
          : { ...document, issuer: { ...document.issuer, [`field${shade}`]: true } },
      ),
  },
  {
    is: 'of a version to come',
    refused: 'futureVersion',
    says: 'newer than what this Quayside reads',
    file: (shade) => signedAnyway((document) => ({ ...document, version: shade + 2, more: shade })),
  },
  {
    is: 'signed for another purpose',
    refused: 'damaged',
    says: 'is damaged or no bundle',
    file: (shade) => signedAnyway((document) => ({ ...document, context: `quayside proposal ${shade}` })),
  },
  {
    is: 'not written in the one way',
    refused: 'damaged',
    says: 'is damaged or no bundle',
    file: (shade) =>
      signedAnyway((document) => document, {
        text: (value) => `${canonicalJson(value)}${' '.repeat(shade + 1)}`,
      }),
  },
  {
    is: 'without a field',
    refused: 'malformed',
    says: 'is not what a bundle has there',
    file: (shade) =>
      signedAnyway((document) => {
        const fields = ['organization', 'recipients', 'validFrom', 'validTo'] as const;
        const { [fields[shade % 4] ?? 'validTo']: _, ...rest } = document;
        return rest;
      }),
  },
  {
    is: 'with a fingerprint that is not that of its keys',
    refused: 'malformed',
    says: 'issuer.fingerprint',
    file: (shade) =>
      signedAnyway((document) => ({
        ...document,
        issuer: { ...document.issuer, fingerprint: `SHA256:${shade}` },
      })),
  },
];

describe('a bundle', () => {
  it('opens for whom it was sealed, with all that was in it', async () => {
    const { file, hash: sealed } = await sealBundle(
      parts({ servers: ['harbour', { '​': '"\n' }], none: null }),
    );
    const opened = await openBundle(file, expected());
    expect(opened).toMatchObject({
      document: { body: { servers: ['harbour', { '​': '"\n' }], none: null }, organization: { name: 'Acme' } },
      hash: sealed,
      sequence: 1,
      line: { organizationId: 'org-1', to: people.max.recipient, signingKey: people.olive.signingKey },
    });
  });

  it('opens for each of several, who stand at different places in their lines', async () => {
    const second = { to: people.eve.recipient, sequence: 7, previous: hash(6) };
    const { file } = await sealBundle({ ...parts(), recipients: [...(parts().recipients ?? []), second] });
    const asEve = { opener: { identity: people.eve.identity }, recipient: people.eve.recipient };
    expect(await openBundle(file, expected())).toMatchObject({ sequence: 1 });
    expect(
      await openBundle(file, expected({ ...asEve, lastOf: () => ({ sequence: 6, hash: hash(6) }) })),
    ).toMatchObject({
      sequence: 7,
    });
  });

  it('opens by a passphrase where it was sealed by one, and says which was wrong', async () => {
    const { recipients: _, ...rest } = parts();
    const passphrase = { text: 'seven quiet harbours', workFactor: 10, sequence: 1, previous: null };
    const { file } = await sealBundle({ ...rest, passphrase });
    const by = (text: string) => openBundle(file, expected({ opener: { passphrase: text } }));
    expect(await by('seven quiet harbours')).toMatchObject({ line: { to: 'passphrase' } });
    expect(await by('eight loud harbours')).toMatchObject({ refused: 'wrongPassphrase' });
  });

  it('follows the one before, also where one was lost on the way', async () => {
    const first = await sealBundle(parts());
    const last = { sequence: 1, hash: first.hash };
    const next = await plain({ sequence: 2, previous: first.hash });
    expect(await openBundle(next, expected({ lastOf: () => last }))).toMatchObject({ sequence: 2 });
    expect(
      await openBundle(await plain({ sequence: 3, previous: hash(2) }), expected({ lastOf: () => last })),
    ).toMatchObject({
      sequence: 3,
    });
    expect(await openBundle(first.file, expected({ lastOf: () => last }))).toMatchObject({
      refused: 'older',
    });
  });

  it('is valid from its first instant to before its last', async () => {
    const file = await plain();
    const at = async (now: string) => {
      const answer = await openBundle(file, expected({ now: Date.parse(now) }));
      return 'refused' in answer ? answer.refused : 'opened';
    };
    expect([await at(inDays(-1)), await at(inDays(7))]).toEqual(['opened', 'expired']);
  });

  it('opens where its organization is not there yet, by the key that was compared', async () => {
    const { organizationId: _, ...anywhere } = expected();
    expect(await openBundle(await plain(), anywhere)).toMatchObject({ sequence: 1 });
  });

  it('shows the keys of an issuer whom nobody knows, so that they can be compared and trusted', async () => {
    const answer = await openBundle(await plain(), expected({ knownIssuers: [] }));
    const fingerprint = fingerprintOf(people.olive);
    expect(answer).toMatchObject({
      refused: 'unknownIssuer',
      issuer: { fingerprint, account: { id: 'account-1' } },
    });
  });
});

describe('a bundle with a wrong meaning is refused in its own words', () => {
  it.each(wrongs)('one that is $is', async ({ refused, says, file, against }) => {
    for (let shade = 0; shade < 20; shade += 1) {
      const answer = await openBundle(await file(shade), expected(against?.(shade)));
      if (!('refused' in answer)) throw new Error(`opened in shade ${shade}`);
      expect(answer.refused).toBe(refused);
      expect(answer.error.message).toContain(says);
    }
  });
});

describe('sealing', () => {
  const sealed = (change: object) => sealBundle({ ...parts(), ...change });
  it.each([
    ['nobody', { recipients: [] }, 'recipients'],
    [
      'the same key twice',
      { recipients: [1, 2].map(() => ({ to: 'age1', sequence: 1, previous: null })) },
      'recipients',
    ],
    ['no time at all', { validTo: inDays(-1) }, 'validTo'],
    ['more than a year', { validTo: inDays(bundleLimits.validDays) }, 'validTo'],
    ['a time that is none', { validFrom: 'yesterday' }, 'validFrom'],
    ['half a character', { body: { name: '\ud800' } }, 'body'],
    ['no number', { body: [Number.NaN] }, 'body'],
    ['nothing', { body: undefined }, 'body'],
  ])('refuses %s, by the field', async (_, change, field) => {
    await expect(sealed(change)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(field),
    });
  });

  it('refuses what would be larger than is read', async () => {
    await expect(sealed({ body: 'x'.repeat(bundleLimits.fileBytes) })).rejects.toMatchObject({
      code: 'LIMIT',
    });
  });

  it('keeps what it says out of the file', async () => {
    const { file } = await sealed({ body: { secret: 'harbour-secret' } });
    for (const shown of ['harbour-secret', 'Olive', 'Acme', people.max.recipient])
      expect(Buffer.from(file).includes(shown)).toBe(false);
  });
});
