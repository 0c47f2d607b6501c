import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealBundle } from '#core/bundle/envelope/index.ts';
import { keyPairsOf } from '#core/modules/identity/index.ts';
import { makeKeyPair } from '#core/remote/ssh/private-key.ts';
import { sealedBody } from '#shared/bundle/sealed-body.ts';
import type { SealedExport } from '#shared/contract/bundle.ts';
import { allKinds, nodeKinds } from '#shared/model/nodes.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { populate } from '#test/support/populate.ts';
import { sampleCertificate } from '#test/support/sample-certificate.ts';

type Owned = Awaited<ReturnType<typeof createOwnedCore>>;

/** Olive's host, and Max's own, which never hear of each other. */
let olive: Owned;
let max: Owned;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-03-01T10:00:00Z');
  olive = await createOwnedCore({ now: () => now });
  max = await createOwnedCore({ now: () => now });
});
afterEach(() => Promise.all([olive.core.close(), max.core.close()]));

const add = ({ client, organizationId }: Owned, name: string) =>
  client.project.create({ organizationId, name });

/** Max as a member of Olive's organization, by a role of these permissions there. */
const maxAmongOlives = async (...permissions: string[]): Promise<string> => {
  const { organizationId, core, client } = olive;
  await client.role.create({
    ...{ organizationId, name: 'Reader', reach: 'organization' },
    permissions: permissions as never,
  });
  addAccount(core, { organizationId, role: 'Reader', name: 'Max' });
  return memberNamed('Max');
};
const memberNamed = async (wanted: string): Promise<string> => {
  const members = await olive.client.member.list({ organizationId: olive.organizationId });
  return members.find(({ name }) => name === wanted)?.id ?? expect.fail(`${wanted} is no member`);
};

const exportFor = async (memberId: string, client: TestClient = olive.client): Promise<SealedExport> => {
  const { recipient } = await max.client.identity.mine();
  return client.bundle.exportSealed({ organizationId: olive.organizationId, memberId, recipient });
};
const asked = (bytes: string) => ({ organizationId: max.organizationId, bytes });
const refusalOf = async (bytes: string) =>
  (await max.client.bundle.previewSealed(asked(bytes))).refused?.reason;
const pathsOf = async ({ client, organizationId }: Owned) =>
  (await client.bundle.exportTemplate({ organizationId })).files.map(({ path }) => path);

/** Max compares the fingerprint that Olive read to him with that of the bundle, and trusts her. */
const trustOlive = async ({ bytes, fingerprint }: SealedExport): Promise<void> => {
  const { issuer } = await max.client.bundle.previewSealed(asked(bytes));
  await max.client.identity.trust({ ...(issuer ?? expect.fail('nobody signed it')), fingerprint });
};

/** The same organization as Olive's store seals it, with whatever is other than it would have. */
const sealedByOlive = async (other: Partial<Parameters<typeof sealBundle>[0]>): Promise<string> => {
  const { account } = await olive.client.session.current();
  const { id = '', name = '', email = '' } = account ?? {};
  const { recipient } = await max.client.identity.mine();
  const { file } = await sealBundle({
    organization: { id: olive.organizationId, name: 'Acme' },
    account: { id, name, email },
    keys: await keyPairsOf(olive.core.services.store, id),
    recipients: [{ to: recipient, sequence: 1, previous: null }],
    validFrom: new Date(now).toISOString(),
    validTo: new Date(now + 86_400_000).toISOString(),
    body: sealedBody([]),
    ...other,
  });
  return Buffer.from(file).toString('base64');
};

describe('a bundle for a member', () => {
  it('holds what both may read, is opened by whoever it is for, and is brought in', async () => {
    await add(olive, 'shop');
    await olive.client.sshKey.create({
      organizationId: olive.organizationId,
      name: 'Fleet',
      privateKey: (await makeKeyPair('ed25519', 'fleet')).privateKey,
    });
    const bundle = await exportFor(await maxAmongOlives('project.read', 'environment.read'));
    expect(bundle).toMatchObject({ sequence: 1, items: ['environments/shop/production', 'projects/shop'] });
    expect(await refusalOf(bundle.bytes)).toBe('unknownIssuer');
    await trustOlive(bundle);
    const found = await max.client.bundle.previewSealed(asked(bundle.bytes));
    expect(found).toMatchObject({ refused: null, isDone: false, origin: { organizationName: 'Acme' } });
    expect(await pathsOf(max)).not.toContain('projects/shop.yaml');
    await max.client.bundle.importSealed(asked(bundle.bytes));
    const paths = await pathsOf(max);
    expect(paths).toContain('environments/shop/production.yaml');
    expect(paths.filter((path) => path.startsWith('ssh-keys/'))).toEqual([]);
  });

  it('holds nothing that its issuer may not read, whatever its recipient may', async () => {
    await add(olive, 'shop');
    const { organizationId } = olive;
    await olive.client.role.create({
      ...{ organizationId, name: 'Sender', reach: 'organization' },
      permissions: ['bundle.export', 'member.read', 'project.read'],
    });
    const sender = clientOf(
      olive.core,
      addAccount(olive.core, { organizationId, role: 'Sender', name: 'Sue' }),
    );
    const memberId = await memberNamed('Olive Owner');
    expect((await exportFor(memberId, sender)).items).toEqual(['projects/shop']);
  });

  it('is made by nobody without bundle.export, and for no member of another organization', async () => {
    const memberId = await maxAmongOlives('project.read', 'member.read');
    const [row] = await olive.client.member.list({ organizationId: olive.organizationId });
    const accountId = addAccount(olive.core, {
      organizationId: olive.organizationId,
      role: 'Reader',
      name: 'Rita',
    });
    await expect(exportFor(row?.id ?? '', clientOf(olive.core, accountId))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'bundle.export' },
    });
    const { recipient } = await max.client.identity.mine();
    await expect(
      max.client.bundle.exportSealed({ organizationId: max.organizationId, memberId, recipient }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is made for no key that is none, which is told by its field', async () => {
    const memberId = await memberNamed('Olive Owner');
    const { organizationId } = olive;
    const recipient = `age1${'q'.repeat(58)}`;
    await expect(olive.client.bundle.exportSealed({ organizationId, memberId, recipient })).rejects.toThrow(
      'recipient: is no age recipient',
    );
  });

  it('carries one of each kind that is bundled, and is the same there', async () => {
    const { client, core, organizationId } = olive;
    const { inScope } = populate(core, organizationId);
    const { privateKey } = await makeKeyPair('ed25519', 'fleet');
    await client.sshKey.delete({ sshKeyId: inScope.sshKeyId ?? '' });
    await client.sshKey.create({ organizationId, name: 'Fleet', privateKey });
    await client.tag.update({ tagId: inScope.tagId ?? '', color: '#123456' });
    const bundle = await exportFor(await memberNamed('Olive Owner'));
    for (const kind of allKinds.filter((each) => nodeKinds[each].isBundled)) {
      const { parent, collection } = nodeKinds[kind];
      const isThere = (key: string): boolean =>
        parent === null ? key === kind : key.startsWith(`${collection}/`);
      expect(bundle.items.some(isThere), kind).toBe(true);
    }
    await trustOlive(bundle);
    const values: Readonly<Record<string, string>> = {
      certificate: sampleCertificate.privateKey,
      sshKey: privateKey,
    };
    const found = await max.client.bundle.previewSealed(asked(bundle.bytes));
    const secrets = found.items.flatMap(({ item, kind, needs }) =>
      needs.map((field) => ({ item, field, value: values[kind] ?? 'given-secret' })),
    );
    await max.client.bundle.importSealed({ ...asked(bundle.bytes), secrets });
    const files = await client.bundle.exportTemplate({ organizationId });
    expect(await max.client.bundle.exportTemplate({ organizationId: max.organizationId })).toEqual(files);
  });
});

describe('a bundle is refused, and nothing of it is brought in,', () => {
  const import_ = (bytes: string) => max.client.bundle.importSealed(asked(bytes));

  it('where it is older than the last one, or that one again, and not once that is undone', async () => {
    const memberId = await maxAmongOlives('project.read', 'environment.read');
    await add(olive, 'one');
    const first = await exportFor(memberId);
    await add(olive, 'two');
    const second = await exportFor(memberId);
    expect(second.sequence).toBe(2);
    await trustOlive(first);
    await import_(second.bytes);
    expect(await refusalOf(first.bytes)).toBe('older');
    await expect(import_(first.bytes)).rejects.toThrow('bundle 1, and number 2 was imported already');
    await expect(import_(second.bytes)).rejects.toThrow('imported already');
    await max.client.bundle.undo({ organizationId: max.organizationId });
    await import_(second.bytes);
    expect(await pathsOf(max)).toContain('projects/two.yaml');
  });

  it('where its line was forked, as by a store that was set back', async () => {
    const memberId = await maxAmongOlives('project.read');
    const first = await exportFor(memberId);
    await trustOlive(first);
    await import_(first.bytes);
    const { recipient } = await max.client.identity.mine();
    const recipients = [{ to: recipient, sequence: 2, previous: 'f'.repeat(64) }];
    const fork = await sealedByOlive({ recipients });
    expect(await refusalOf(fork)).toBe('forked');
    await expect(import_(fork)).rejects.toThrow('does not follow the one that was imported');
  });

  it('where two come at once, but for one of them, also where they bring nothing new', async () => {
    await trustOlive(await exportFor(await maxAmongOlives('project.read')));
    const bytes = await sealedByOlive({});
    const both = await Promise.allSettled([import_(bytes), import_(bytes)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    ['expired', { validFrom: '2026-02-01T10:00:00.000Z', validTo: '2026-03-01T10:00:00.000Z' }],
    ['notYetValid', { validFrom: '2026-03-01T10:00:00.001Z', validTo: '2026-03-02T10:00:00.000Z' }],
  ])('where it is %s', async (reason, times) => {
    await trustOlive(await exportFor(await maxAmongOlives('project.read')));
    expect(await refusalOf(await sealedByOlive(times))).toBe(reason);
    await expect(import_(await sealedByOlive(times))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('where a byte of it is another one', async () => {
    const bundle = await exportFor(await maxAmongOlives('project.read'));
    await trustOlive(bundle);
    const bytes = Buffer.from(bundle.bytes, 'base64');
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    expect(await refusalOf(bytes.toString('base64'))).toBe('damaged');
    await expect(import_(bytes.toString('base64'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await import_(bundle.bytes);
  });

  it('where it is for somebody else’s key', async () => {
    const memberId = await maxAmongOlives('project.read');
    const { recipient } = await olive.client.identity.mine();
    const { organizationId } = olive;
    const { bytes } = await olive.client.bundle.exportSealed({ organizationId, memberId, recipient });
    expect(await refusalOf(bytes)).toBe('otherRecipient');
  });

  it('where it is of another organization than those before', async () => {
    const first = await exportFor(await maxAmongOlives('project.read'));
    await trustOlive(first);
    await import_(first.bytes);
    expect(await refusalOf(await sealedByOlive({ organization: { id: 'org_other', name: 'Other' } }))).toBe(
      'otherOrganization',
    );
  });

  it('where its body is of a later Quayside', async () => {
    await trustOlive(await exportFor(await maxAmongOlives('project.read')));
    const later = await sealedByOlive({ body: { ...sealedBody([]), version: 2 } });
    await expect(import_(later)).rejects.toThrow('body.version: is 2, and this Quayside reads 1');
    const more = await sealedByOlive({ body: { ...sealedBody([]), scripts: ['rm'] } });
    await expect(import_(more)).rejects.toThrow('body.scripts: is unknown');
  });

  it('where one of its things cannot be, and its number is not taken', async () => {
    await trustOlive(await exportFor(await maxAmongOlives('project.read')));
    const things = ['one', 'two\n“three”'].map((path) => ({ kind: 'project', path, fields: {} }) as const);
    await expect(import_(await sealedByOlive({ body: sealedBody(things) }))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await pathsOf(max)).not.toContain('projects/one.yaml');
    await import_(await sealedByOlive({ body: sealedBody(things.slice(0, 1)) }));
    expect(await pathsOf(max)).toContain('projects/one.yaml');
  });
});

describe('what belongs together is there as a whole or not at all', () => {
  /** Stands for a host that ends between two statements: what one table takes fails. */
  const failing = async (owned: Owned, table: string, act: () => Promise<unknown>): Promise<void> => {
    const { connection } = owned.core.services.store.database;
    connection.exec(`CREATE TRIGGER ended BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'ended'); END`);
    await expect(act()).rejects.toThrow();
    connection.exec('DROP TRIGGER ended');
  };

  it.each(['bundle_imported', 'bundle_import', 'audit_event'])(
    'of an import that ends at %s',
    async (table) => {
      await add(olive, 'one');
      const bundle = await exportFor(await maxAmongOlives('project.read', 'environment.read'));
      await trustOlive(bundle);
      await failing(max, table, () => max.client.bundle.importSealed(asked(bundle.bytes)));
      expect(await pathsOf(max)).not.toContain('projects/one.yaml');
      await max.client.bundle.importSealed(asked(bundle.bytes));
      expect(await pathsOf(max)).toContain('projects/one.yaml');
    },
  );

  it.each(['bundle_issued', 'audit_event'])('of an export that ends at %s', async (table) => {
    const memberId = await maxAmongOlives('project.read');
    await failing(olive, table, () => exportFor(memberId));
    expect(await exportFor(memberId)).toMatchObject({ sequence: 1 });
  });
});
