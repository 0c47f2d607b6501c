import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { connect } from './connect.ts';
import { makeDirectory, readFile, readFrom, removeFile, stat, writeFileAtomic } from './sftp.ts';
import type { SshConnection } from './types.ts';

let sshd: TestSshd;
let connection: SshConnection;
let folder: string;
beforeAll(async () => {
  sshd = await startTestSshd();
  connection = await connect(sshd.target());
  folder = join(sshd.folder, 'files');
  mkdirSync(folder);
});
afterAll(async () => {
  connection.close();
  await connection.ended;
  await sshd.stop();
});

test('a file arrives byte for byte with its mode, and nothing temporary stays', async () => {
  const bytes = randomBytes(300_000);
  const path = join(folder, "it's a 'name'; id");
  await writeFileAtomic(connection, path, bytes, { mode: 0o640 });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect((await readFile(connection, path)).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["it's a 'name'; id"]);
});

test('an existing file is replaced, and a link is replaced rather than followed', async () => {
  const [outside, path] = [join(sshd.folder, 'outside'), join(folder, 'link')];
  writeFileSync(outside, 'keep');
  symlinkSync(outside, path);
  await writeFileAtomic(connection, path, 'new');
  expect([readFileSync(path, 'utf8'), readFileSync(outside, 'utf8')]).toEqual(['new', 'keep']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('reading starts at an offset and stops at the end or the cap', async () => {
  const path = join(folder, 'log');
  writeFileSync(path, '0123456789');
  const read = async (offset: number, cap: number) =>
    (await readFrom(connection, path, offset, cap)).toString();
  expect([await read(0, 4), await read(7, 100), await read(10, 100)]).toEqual(['0123', '789', '']);
  await expect(readFile(connection, path, { maxBytes: 5 })).rejects.toMatchObject({ code: 'LIMIT' });
});

test('what is missing is null, NOT_FOUND, or already removed', async () => {
  const path = join(folder, 'missing');
  expect(await stat(connection, path)).toBeNull();
  await expect(readFile(connection, path)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await removeFile(connection, path);
});

test('writing into a folder that is missing fails with a reason', async () => {
  await expect(writeFileAtomic(connection, join(folder, 'no', 'file'), 'x')).rejects.toMatchObject({
    code: 'REMOTE_FAILED',
    data: { stderr: 'No such file' },
  });
});

test('making a folder twice is fine', async () => {
  const path = join(folder, 'made');
  await makeDirectory(connection, path);
  await makeDirectory(connection, path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});
