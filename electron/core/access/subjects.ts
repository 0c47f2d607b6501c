import type { Effective } from './effective.ts';

/**
 * What each active member of one organization may, by account, and each API key, by its id. A change only marks
 * whom it reaches; what they may is worked out anew when they are asked about next, so that a grant to a team of
 * a thousand costs no more than its members who are there.
 */
export class Subjects {
  readonly #held = new Map<string, Effective>();
  /** Member ids by the subjects of theirs that are to be worked out anew. */
  readonly #stale = new Map<string, string>();
  /** Spares all decisions a look-up while nobody is marked. */
  #hasStale = false;
  readonly #compile: (memberId: string) => void;

  constructor(compile: (memberId: string) => void) {
    this.#compile = compile;
  }

  get(subject: string): Effective | undefined {
    if (this.#hasStale) this.#settle(subject);
    return this.#held.get(subject);
  }

  #settle(subject: string): void {
    const memberId = this.#stale.get(subject);
    if (memberId === undefined) return;
    this.#compile(memberId);
    this.#forget(subject);
  }

  #forget(subject: string): void {
    if (this.#hasStale && this.#stale.delete(subject)) this.#hasStale = this.#stale.size > 0;
  }

  has(subject: string): boolean {
    return this.get(subject) !== undefined;
  }

  set(subject: string, held: Effective): void {
    this.#forget(subject);
    this.#held.set(subject, held);
  }

  delete(subject: string): void {
    this.#forget(subject);
    this.#held.delete(subject);
  }

  /** Has a subject worked out anew when it is asked about next. */
  mark(subject: string, memberId: string): void {
    this.#stale.set(subject, memberId);
    this.#hasStale = true;
  }

  /** What is worked out; whoever is marked may have other things by now. */
  known(): Iterable<Effective> {
    return this.#held.values();
  }
}
