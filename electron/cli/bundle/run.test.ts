import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BundleImport } from '#shared/contract/bundle.ts';
import { runAgainstJson } from '#test/support/run-cli.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-template-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  { path: 'projects/shop.yaml', text: 'kind: project\npath: shop\n' },
  { path: 'quayside.yaml', text: 'format: quayside-template\nversion: 1\n' },
];
const item = { item: 'projects/shop', kind: 'project', path: 'shop', needs: [] };
const answer: BundleImport = {
  isDone: false,
  problems: [],
  items: [
    {
      ...item,
      ...{ fate: 'change', choice: 'write' },
      changes: [{ field: 'description', before: 'a', after: 'b' }],
      problems: [{ field: 'description', message: 'is too long' }],
    },
    { ...item, item: 'projects/blog', fate: 'add', choice: 'skip', changes: [], problems: [] },
    { ...item, item: 'projects/here', fate: 'only-here', choice: 'skip', changes: [], problems: [] },
  ],
};

it('writes what the host answers, and sends what it wrote', async () => {
  const written = await runAgainstJson(['bundle', 'export', folder, '--from', 'acme'], () => ({ files }));
  expect(written).toMatchObject({ code: exitCodes.ok, out: 'projects/shop.yaml\nquayside.yaml\n' });
  expect(written.asked[0]?.url).toMatch(/\/acme\/bundle\/template$/);
  expect(readFileSync(join(folder, 'projects/shop.yaml'), 'utf8')).toBe(files[0]?.text);

  const words = ['bundle', 'import', folder, '--into', 'acme', '--dry-run', '--skip', 'projects/blog'];
  const rename = ['--rename=projects/shop=store', '--secrets', '-'];
  const secrets = [{ item: 'registries/GHCR', field: 'password', value: 's' }];
  const read = await runAgainstJson([...words, ...rename], () => answer, {
    read: () => JSON.stringify(secrets),
  });
  expect(read.asked[0]?.url).toMatch(/\/acme\/bundle\/preview$/);
  expect(read.asked[0]?.body).toEqual({
    files,
    choices: [
      { item: 'projects/blog', choice: 'skip' },
      { item: 'projects/shop', choice: 'rename', name: 'store' },
    ],
    secrets,
  });
  expect(read.out).toBe(
    '~ projects/shop\n    description: a → b\n    cannot be brought in: description: is too long\n- projects/blog (skipped)\n1 new, 1 changed, 0 the same, 1 only here.\n',
  );
  expect(read.code).toBe(exitCodes.conflict);
});

const sealed = {
  ...{ fileName: 'acme-max-2.qsbundle', bytes: Buffer.from([0, 255, 10]).toString('base64'), sequence: 2 },
  ...{ hash: 'f'.repeat(64), validFrom: '2026-03-01T10:00:00.000Z', validTo: '2026-03-08T10:00:00.000Z' },
  ...{ fingerprint: 'SHA256:olive', items: ['projects/shop'] },
};
const recipient = `age1${'q'.repeat(58)}`;

it('seals a bundle into a file of its own, and sends such a file', async () => {
  const file = join(folder, 'max.qsbundle');
  const words = ['bundle', 'export', file, '--from', 'acme', '--for', 'acme/max@example.com'];
  const line = [...words, '--recipient', recipient, '--days', '7'];
  const written = await runAgainstJson(line, () => sealed);
  expect(written).toMatchObject({ code: exitCodes.ok, out: 'projects/shop\n' });
  expect(written.asked[0]?.body).toEqual({ memberId: 'acme/max@example.com', recipient, validDays: 7 });
  expect(written.err).toContain('SHA256:olive');
  expect([...readFileSync(file)]).toEqual([0, 255, 10]);
  expect(statSync(file).mode & 0o077).toBe(0);
  const again = await runAgainstJson(line, () => sealed);
  expect([again.code, again.asked.length]).toEqual([exitCodes.conflict, 0]);

  const from = { organization: 'org_far', account: 'acc', name: '$(id) “Olive”', recipient };
  const issuer = { ...from, signingKey: `-${'A'.repeat(42)}`, fingerprint: 'SHA256:olive' };
  const refused = { reason: 'unknownIssuer', field: 'issuer', message: 'is not trusted' };
  const none = { isDone: false, items: [], problems: [], origin: null };
  const read = await runAgainstJson(['bundle', 'import', file, '--into', 'acme', '--dry-run'], () => ({
    ...none,
    ...{ issuer, refused },
  }));
  expect(read.asked[0]?.url).toMatch(/\/acme\/bundle\/sealed\/preview$/);
  expect(read.asked[0]?.body).toEqual({ bytes: sealed.bytes, choices: [] });
  expect(read.code).toBe(exitCodes.conflict);
  expect(read.err).toContain('Refused: issuer: is not trusted.');
  expect(read.err).toContain(`--name='$(id) “Olive”' --recipient=${recipient} --signing-key=-AAA`);
});

it.each([
  [['bundle', 'export', 'max.qsbundle', '--from', 'acme']],
  [['bundle', 'export', 'somewhere', '--from', 'acme', '--for', 'max']],
  [['bundle', 'export', 'somewhere']],
  [['bundle', 'export', '--from', 'acme']],
  [['bundle', 'import', 'somewhere']],
  [['bundle', 'import', '--into', 'acme']],
])('tells how it is written where %j lacks something', async (words) => {
  const { code, err, asked } = await runAgainstJson(words, () => answer);
  expect([code, asked.length]).toEqual([exitCodes.usage, 0]);
  expect(err).toContain('Usage: quayside bundle');
});
