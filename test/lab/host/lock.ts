import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stateFolder } from './paths.ts';
import { LabError } from './run.ts';

/**
 * Runs `work` while no other process of this user holds the lock of that name. The kernel frees the lock when
 * this process dies in any way, because `flock`'s child waits on a pipe of ours.
 */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const holder = spawn('flock', [join(stateFolder(), `${name}.lock`), 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const failed = once(holder, 'exit').then(([code]) => {
    throw new LabError(`flock ended with ${code} before it held ${name}.lock`);
  });
  try {
    await Promise.race([once(holder.stdout, 'data'), failed]);
    return await work();
  } finally {
    holder.stdin.end();
    failed.catch(() => undefined);
  }
}
