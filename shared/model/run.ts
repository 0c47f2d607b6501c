/** How a piece of long work stands. `undone` failed, and what it had changed is as before. */
export const runStates = [
  'queued',
  'running',
  'interrupted',
  'succeeded',
  'failed',
  'undone',
  'cancelled',
  'superseded',
] as const;

export type RunState = (typeof runStates)[number];
