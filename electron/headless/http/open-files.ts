import { readFileSync } from 'node:fs';

/** What Linux gives a process that nobody configured, and what systems without /proc are taken to give. */
const usual = 1_024;

/** How many files and sockets this process may have open at once. Source: proc(5), /proc/PID/limits. */
export function openFilesLimit(): number {
  try {
    const [, soft] =
      /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft ?? usual);
  } catch {
    return usual;
  }
}
