/** What is done to a thing that cannot simply be taken back: it ends, locks or deletes. */
interface MaybeHarmful {
  readonly isHarmful?: boolean | undefined;
}

/** The order while nothing is typed: what ends, locks or deletes comes last, so that Enter alone never runs it. */
export function harmlessFirst<T extends MaybeHarmful>(items: readonly T[]): T[] {
  return [...items.filter(({ isHarmful }) => !isHarmful), ...items.filter(({ isHarmful }) => isHarmful)];
}

/** What people type who want a new one of a kind; in lower case. */
export function creationWords(label: string): string[] {
  return ['new', 'create', 'add', 'make'].map((verb) => `${verb} ${label.toLowerCase()}`);
}
