import { create } from 'zustand';

/** How long an act can be taken back. */
export const undoMs = 10_000;

/** How long a lock waits for the answer to what is done right before it. */
const settleMs = 2_000;

interface DoneAct {
  /** What was done, such as `Renamed web to shop`. */
  readonly title: string;
  /** Takes it back; answers a sentence where it could not. */
  readonly undo: () => Promise<string | undefined>;
}

/** An act that is done only once its time is over, as what cannot be taken back afterwards. */
interface HeldAct extends DoneAct {
  readonly held: {
    /** What it is done to. */
    readonly nodeIds: readonly string[];
    /** What it is called while it waits, before the seconds that are left: `Deleting web`. */
    readonly doing: string;
    /** `Delete now`. */
    readonly nowLabel: string;
    /** What did not come about where it is refused: `web was not deleted`. */
    readonly refusedTitle: string;
    /** Does it; answers a sentence where it could not. Never rejects. */
    readonly perform: () => Promise<string | undefined>;
  };
}

export type UndoableAct = (DoneAct & { readonly held?: undefined }) | HeldAct;

export interface UndoEntry {
  readonly id: number;
  readonly act: UndoableAct;
  /** `open` can be taken back; `busy` is being taken back, or done; `refused` says why it could not, until it is dismissed. */
  readonly phase: 'open' | 'busy' | 'refused';
  readonly endsAt: number;
  readonly problem?: { readonly title: string; readonly detail: string };
}

interface UndoState {
  /** The newest last. */
  readonly entries: readonly UndoEntry[];
  /** What a screen reader hears. */
  readonly said: string;
  /** Since when the time stands still. */
  readonly pausedAt: number | undefined;
}

const nothing: UndoState = { entries: [], said: '', pausedAt: undefined };

/** The acts of the last ten seconds, each to be taken back; what is held is done when its time is over. */
export class UndoQueue {
  readonly use = create<UndoState>()(() => nothing);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  add(act: UndoableAct): void {
    this.#lastId += 1;
    const entry: UndoEntry = { id: this.#lastId, act, phase: 'open', endsAt: Date.now() + undoMs };
    const { pausedAt } = this.use.getState();
    // what comes while the time stands still gets its ten seconds too
    const endsAt = pausedAt === undefined ? entry.endsAt : pausedAt + undoMs;
    this.use.setState(({ entries }) => ({
      entries: [...entries, { ...entry, endsAt }],
      said: `${act.held?.doing ?? act.title}. Can be undone for ten seconds.`,
    }));
    this.#plan();
  }

  async undo(id: number): Promise<void> {
    const entry = this.#open(id);
    if (!entry) return;
    this.#change(id, { phase: 'busy' });
    const problem = await entry.act.undo();
    if (problem) this.#refuse(id, { title: `Not undone: ${entry.act.title}`, detail: problem });
    else this.#remove(id, 'Undone.');
  }

  /** Takes back what was done last; answers whether there was anything. */
  undoLatest(): boolean {
    const latest = this.use.getState().entries.findLast(({ phase }) => phase === 'open');
    if (latest) void this.undo(latest.id);
    return latest !== undefined;
  }

  /** Does at once what is held; what was done already can only no longer be taken back. */
  async end(id: number): Promise<void> {
    const entry = this.#open(id);
    if (!entry) return;
    const { held } = entry.act;
    if (!held) return this.#remove(id);
    this.#change(id, { phase: 'busy' });
    const problem = await held.perform();
    if (problem) this.#refuse(id, { title: held.refusedTitle, detail: problem });
    else this.#remove(id, `${entry.act.title}.`);
  }

  /** Does everything that is held at once, as before a lock or a sign-out, which wait no longer than a moment for it. */
  async settle(): Promise<void> {
    const all = Promise.all(this.use.getState().entries.map(({ id }) => this.end(id)));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, settleMs))]);
  }

  /** Forgets everything; what is held is never done. */
  forget(): void {
    clearTimeout(this.#timer);
    this.use.setState(nothing);
  }

  dismiss(id: number): void {
    this.#remove(id);
  }

  /** The time stands still, such as while the keyboard is on one of the buttons. */
  pause(): void {
    if (this.use.getState().pausedAt !== undefined) return;
    this.use.setState({ pausedAt: Date.now() });
    this.#plan();
  }

  resume(): void {
    const { pausedAt } = this.use.getState();
    if (pausedAt === undefined) return;
    const late = Date.now() - pausedAt;
    this.use.setState(({ entries }) => ({
      pausedAt: undefined,
      entries: entries.map((entry) => ({ ...entry, endsAt: entry.endsAt + late })),
    }));
    this.#plan();
  }

  #open(id: number): UndoEntry | undefined {
    return this.use.getState().entries.find((entry) => entry.id === id && entry.phase === 'open');
  }

  #change(id: number, change: Partial<UndoEntry>): void {
    this.use.setState(({ entries }) => ({
      entries: entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)),
    }));
    this.#plan();
  }

  #refuse(id: number, problem: UndoEntry['problem'] & object): void {
    this.#change(id, { phase: 'refused', problem });
  }

  #remove(id: number, said?: string): void {
    this.use.setState(({ entries, ...state }) => ({
      entries: entries.filter((entry) => entry.id !== id),
      said: said ?? state.said,
    }));
    this.#plan();
  }

  /** Wakes for the entry that ends first. */
  #plan(): void {
    clearTimeout(this.#timer);
    const { entries, pausedAt } = this.use.getState();
    const ends = entries.filter(({ phase }) => phase === 'open').map(({ endsAt }) => endsAt);
    if (pausedAt !== undefined || ends.length === 0) return;
    this.#timer = setTimeout(() => this.#endDue(), Math.max(0, Math.min(...ends) - Date.now()));
  }

  #endDue(): void {
    const due = this.use.getState().entries.filter(({ endsAt }) => endsAt <= Date.now());
    for (const { id } of due) void this.end(id);
    this.#plan();
  }
}
