import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOfFailure } from './disk-problem.ts';

const chunkBytes = 1024 * 1024;

/** Where the checksum of a store's file lies. */
export const sumPathOf = (path: string): string => `${path}.sha256`;

/** Whether a file is exactly what its checksum was taken of; `unknown` where there is none. */
export function compareSum(path: string): 'same' | 'changed' | 'unknown' {
  const kept = readKept(path);
  if (kept === undefined) return 'unknown';
  const file = openSync(path, 'r');
  try {
    return sumOf(file) === kept ? 'same' : 'changed';
  } finally {
    closeSync(file);
  }
}

function readKept(path: string): string | undefined {
  try {
    return readFileSync(sumPathOf(path), 'utf8').trim();
  } catch (error) {
    if (codeOfFailure(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** SHA-256 of an open file, in hexadecimal digits; reads it in pieces. */
export function sumOf(file: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(chunkBytes);
  for (let at = 0; ; ) {
    const bytes = readSync(file, piece, 0, chunkBytes, at);
    if (bytes === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytes));
    at += bytes;
  }
}

/** Keeps the checksum, on the disk before this returns; it appears under its name only when it is whole. */
export function keepSum(path: string, sum: string): void {
  const fresh = `${sumPathOf(path)}.new`;
  try {
    writeFileSync(fresh, `${sum}\n`, { mode: 0o600, flush: true });
    renameSync(fresh, sumPathOf(path));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Forgets the checksum, on the disk too, before anything is written to the file. */
export function forgetSum(path: string): void {
  rmSync(sumPathOf(path), { force: true });
  syncFolder(dirname(path));
}

/** Puts the names of a folder on the disk. Windows has no such call, and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
