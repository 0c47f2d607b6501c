import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

it.each([
  [['bundle', 'export', 'somewhere']],
  [['bundle', 'export', '--from', 'acme']],
  [['bundle', 'import', 'somewhere']],
  [['bundle', 'import', '--into', 'acme']],
])('tells how it is written where %j lacks something', async (words) => {
  const { code, err, asked } = await runAgainstJson(words, () => answer);
  expect([code, asked.length]).toEqual([exitCodes.usage, 0]);
  expect(err).toContain('Usage: quayside bundle');
});
