export { begunAt, type RunSummary, recentRuns } from './activity.ts';
export type { End, Step, ToUndo, Undone, Work } from './kind.ts';
export type { Lease } from './lease/server-leases.ts';
export {
  cureOf,
  hasUnfinishedRun,
  patchRun,
  progressOf,
  type RunRow,
  requestCancel,
  runRow,
} from './rows.ts';
export type { Run } from './run.ts';
export type { LogWriter } from './run-logs.ts';
export { createRuns, type Runs } from './runs.ts';
