import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { archiveFolder, readArchive } from './archive-file.ts';

let folder: string;
let core: Core | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-archive-'));
});
afterEach(async () => {
  await core?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('an archive holds what people typed, whatever ends a line elsewhere', async () => {
  const made = await createOwnedCore({ dataFolder: folder });
  core = made.core;
  const { client, organizationId } = made;
  const { id } = await client.project.create({ organizationId, name: 'Shop' });
  const description = 'one\u2028two\u2029three\u0085four\r\nfive 😀';
  await client.project.update({ projectId: id, description });
  const before = new Date(Date.now() + 60_000).toISOString();
  const { file, sha256 } = await client.audit.archive({ organizationId, before, typedName: 'Acme' });
  const path = join(archiveFolder(folder), file);
  expect(readFileSync(path, 'utf8')).toContain('one\u2028two');
  const read = await readArchive(path);
  expect(read).toMatchObject({ sha256, verdict: { firstBroken: null, isComplete: true } });
});
