import type { AppError } from '#shared/model/errors.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import type { Transaction } from '../store/store.ts';
import type { RunRow } from './rows.ts';
import type { Run } from './run.ts';

/** How a run can end. `interrupted` only where its kind does not wait for a lost server for ever. */
export type EndState = 'succeeded' | 'failed' | 'undone' | 'cancelled' | 'interrupted';

/** The end of a run; the reason is for people, null where all is well. */
export interface End {
  readonly state: EndState;
  readonly reason: string | null;
}

/** A failure that changed something: it is undone, and `reason` says it together with what that came to. */
export interface ToUndo {
  readonly reason: (undone: string) => string;
}

/** What undoing came to: whether all is as before, and what is there now, in words. */
export interface Undone {
  readonly isRestored: boolean;
  readonly text: string | null;
}

/**
 * One step of a run. It may be done again at any time: after a crash, a lost connection, on another start. So
 * `isDone` looks first, and a step with effects has a name, which is written before they begin.
 */
export interface Step<C> {
  /** What people see while it runs; none for a step that only looks, or whose parts have names of their own. */
  readonly name?: string;
  /** Written in the same transaction as the name. */
  before?(tx: Transaction, context: C): void;
  isDone?(context: C): boolean;
  /** Answers nothing where the next step follows. */
  act(context: C): Promise<End | ToUndo | undefined>;
}

/** What talks to servers of a kind of run; loaded when the first one begins. */
export interface Work<C> {
  /** What all steps share. May throw, as where what is to be worked on is gone. */
  open(run: Run): C;
  /** The first line of the log. */
  greeting?(context: C): string;
  readonly steps: readonly Step<C>[];
  /** Puts back what was changed, wherever the run stands; may be done again. */
  undo(context: C, cause: 'failed' | 'cancelled'): Promise<Undone>;
  /** What a failure left on the server, said after its reason; `error` is null for a bug. */
  afterwards?(context: C, error: AppError | null): string;
  /** How it ends where its server stays away; by default it waits for as long as that takes. */
  lost?(context: C, error: AppError<'UNREACHABLE'>): End | null;
  /** Written in the transaction of the end. */
  ended?(tx: Transaction, context: C, end: End): void;
  /** Lets go of what `open` took, whether it ended or is left to the next start. */
  close?(context: C): void | Promise<void>;
}

/** One kind of long work. */
export interface RunKind<C = unknown> {
  readonly kind: NodeKind;
  /** How many run at once on one server. */
  readonly limit: number;
  /** How long a lost server is waited for before the run is put aside until it is back; ten minutes unless said. */
  readonly patienceMs?: number;
  /** A run that is taken up again tells its whole story anew, so that its log begins anew too. */
  readonly isRetold?: boolean;
  /** The step of a run in the activity centre. */
  stepOf(row: RunRow): string;
  load(): Promise<Work<C>>;
}
