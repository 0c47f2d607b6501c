import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

/** A child whose standard output is read, and who says what went wrong where the test does. */
export type TestChild = ChildProcess & { readonly stdout: Readable };

/** Starts Node with these arguments for one test, and kills it when that has ended, however it did. */
export const spawnNode = (...args: readonly string[]): TestChild => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => killed(child));
  return child;
};

/** Kills a child that may be dead already, and resolves when it is. */
export const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};
