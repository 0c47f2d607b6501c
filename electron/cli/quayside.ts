#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { askSecret } from './ask-secret.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

const isTilde = (path: string): boolean => path === '~' || path.startsWith('~/');

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

const read = (path: string): string => {
  const file = path === '-' ? 0 : isTilde(path) ? join(homedir(), path.slice(1)) : path;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Failure(`${path} cannot be read: ${reasons[code] ?? message}.`, exitCodes.usage);
  }
};

const io: Io = {
  env: process.env,
  platform: process.platform,
  home: homedir(),
  isTerminal: process.stdout.isTTY === true,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read,
  outBytes: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
    }),
  input: () => process.stdin,
  // not process.stdin: to touch it makes a pipe non-blocking, and a read of one that is still empty then fails
  ...(isatty(0) ? { askSecret } : {}),
  signal: interrupted.signal,
};

const versionOf = (): string => {
  const path = join(import.meta.dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
};

// A command is over before V8 has compiled it: with the compiled code kept, it answers in half the time.
enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'quayside'));
const { runQuayside } = await import('./run.ts');
const { blockText } = await import('./output/plain-text.ts');
try {
  process.exitCode = await runQuayside(process.argv.slice(2), io, versionOf());
} catch (error) {
  // A bug; its text may quote what a host said.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`${blockText(stack)}\n`);
  process.exitCode = exitCodes.failed;
}
