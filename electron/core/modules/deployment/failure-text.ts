import type { LastWords, Replica } from '../../workload/index.ts';

/** What happened to the old version, at the end of each reason. */
export const oldVersionText = {
  serving: 'The old version keeps serving.',
  restored: 'The old version was started again.',
  none: 'It was the first deployment, so nothing runs; what it had started was removed.',
} as const;

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /unhealthy container/i,
    'The health check failed. Look at the log lines, and at the command and times of the health check.',
  ],
  [
    /port is already allocated|address already in use|host-mode port already in use/i,
    'The port is in use on the server: choose another one, or stop what holds it.',
  ],
  [/insufficient resources/i, 'The server has too little memory or CPU for the limits asked for.'],
  [/no such image|no such file or directory|executable file not found/i, 'Check the image and the command.'],
  [
    /argument list too long/i,
    'The variables are too large for the system: 128 KiB is the most one may have.',
  ],
];

/** Exit codes that say more than their number. Source: Docker's and the shell's conventions. */
const exitCodes: Readonly<Record<number, string>> = {
  126: 'the command cannot be executed',
  127: 'the command was not found',
  137: 'it was killed; often for lack of memory',
  139: 'it crashed (segmentation fault)',
  143: 'it was asked to stop',
};

const exitText = (code: number): string => {
  const known = exitCodes[code];
  return `exit code ${code}${known ? ` (${known})` : ''}`;
};

const whatHappened = (task: Replica, words: LastWords): string => {
  const error = task.error ?? '';
  if (words.isUnhealthy || /unhealthy container/i.test(error)) return 'became unhealthy';
  if (words.isOutOfMemory) return 'was killed, since it wanted more memory than its limit';
  if (task.state === 'rejected') return `could not be started: ${error || task.message}`;
  if (task.exitCode !== undefined && task.state === 'complete') {
    return `ended by itself with ${exitText(task.exitCode)}; a service has to keep running`;
  }
  if (task.exitCode) return `ended with ${exitText(task.exitCode)}`;
  return `failed: ${error || task.message || task.state}`;
};

const maxReasonChars = 4_000;

/** The reason of a failed deployment: what happened, to what, its last words, what to do. */
export const failureText = (parts: {
  readonly task: Replica | undefined;
  readonly why: string;
  readonly words: LastWords;
  readonly old: string;
}): string => {
  const { task, why, words, old } = parts;
  const first = task
    ? `${task.name ?? `Replica ${task.slot}`} of the new version ${whatHappened(task, words)}.`
    : why;
  const unhealthy = words.isUnhealthy ? 'unhealthy container' : '';
  const said = `${unhealthy} ${task?.error ?? ''} ${task?.message ?? ''} ${why}`;
  const cure = hints.find(([pattern]) => pattern.test(said))?.[1];
  const lines = words.lines.length > 0 ? `Last lines:\n${words.lines.join('\n')}` : undefined;
  return [[first, cure, old].filter(Boolean).join(' '), lines]
    .filter(Boolean)
    .join('\n')
    .slice(0, maxReasonChars);
};
