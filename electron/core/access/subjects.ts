import type { Effective } from './effective.ts';

/**
 * What each active member of one organization may, by account, and each API key, by its id. A change only marks
 * whom it reaches; what they may is worked out anew when they are asked about next, so that a grant to a team of
 * a thousand costs no more than its members who are there.
 */
export class Subjects {
  /** What a subject may; in its place the id of the member, where that is to be worked out anew. */
  readonly #held = new Map<string, Effective | string>();
  readonly #compile: (memberId: string) => void;

  constructor(compile: (memberId: string) => void) {
    this.#compile = compile;
  }

  get(subject: string): Effective | undefined {
    const held = this.#held.get(subject);
    return typeof held === 'string' ? this.#settle(subject, held) : held;
  }

  #settle(subject: string, memberId: string): Effective | undefined {
    this.#held.delete(subject);
    this.#compile(memberId);
    return this.get(subject);
  }

  has(subject: string): boolean {
    return this.get(subject) !== undefined;
  }

  set(subject: string, held: Effective): void {
    this.#held.set(subject, held);
  }

  delete(subject: string): void {
    this.#held.delete(subject);
  }

  /** Has a subject worked out anew when it is asked about next. */
  mark(subject: string, memberId: string): void {
    this.#held.set(subject, memberId);
  }

  /** What is worked out; whoever is marked is left out, since nobody has asked about them since. */
  *known(): Generator<Effective> {
    for (const held of this.#held.values()) if (typeof held !== 'string') yield held;
  }
}
