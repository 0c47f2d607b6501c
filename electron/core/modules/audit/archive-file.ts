import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportVerdict, ExportVerifier } from '#shared/model/audit-export.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where archives lie. */
export const archiveFolder = (dataFolder: string): string => join(dataFolder, 'archives');

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const writeAll = async (file: FileHandle, texts: AsyncIterable<string>): Promise<void> => {
  for await (const text of texts) await file.writeFile(text);
  await file.sync();
};

/** Writes a new file that only its owner may read, and answers once it is on the disk; never overwrites one. */
export const writeArchive = async (
  dataFolder: string,
  name: string,
  texts: AsyncIterable<string>,
): Promise<string> => {
  const folder = archiveFolder(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const file = await open(path, 'wx', 0o600);
  try {
    await writeAll(file, texts);
  } finally {
    await file.close();
  }
  await syncFolder(folder);
  return path;
};

/** The lines of a file. Not by readline, to which U+2028 is an end too: JSON leaves that in texts as it is. */
async function* linesOf(path: string, whole: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    whole.update(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Reads a file back: what its chain says, and the hash of all of it. */
export const readArchive = async (path: string): Promise<{ verdict: ExportVerdict; sha256: string }> => {
  const whole = createHash('sha256');
  const verifier = new ExportVerifier(sha256);
  for await (const line of linesOf(path, whole)) verifier.add(line);
  return { verdict: verifier.verdict(), sha256: whole.digest('hex') };
};
