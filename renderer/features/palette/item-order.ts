/** What is done to a thing that cannot simply be taken back: it ends, locks or deletes. */
interface MaybeHarmful {
  readonly isHarmful?: boolean | undefined;
}

/** Points that what ends, locks or deletes is behind what fits as well: it is run when it is meant, and never for want of a letter. */
const harmPoints = 40;

export const handicapOf = ({ isHarmful }: MaybeHarmful): number => (isHarmful ? harmPoints : 0);

/** The order while nothing is typed: what ends, locks or deletes comes last, so that Enter alone never runs it. */
export function harmlessFirst<T extends MaybeHarmful>(items: readonly T[]): T[] {
  return [...items.filter(({ isHarmful }) => !isHarmful), ...items.filter(({ isHarmful }) => isHarmful)];
}
