import { readFileSync } from 'node:fs';

/** `pid:start` names a process for good: a later process with the same pid has another start time (proc(5), field 22). */
export function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${pid}:${fields[19]}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

export const isAlive = (identity: string): boolean =>
  processIdentity(Number.parseInt(identity, 10)) === identity;
