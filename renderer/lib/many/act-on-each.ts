import { errorText } from '../errors.ts';

interface Named {
  readonly name: string;
}

/** What became of one of several things that the same was done to. */
export interface Outcome<T extends Named> {
  readonly of: T;
  /** Why it was refused; undefined where it was done. */
  readonly problem?: string;
}

interface Options<T extends Named> {
  /** Told of each as it is known. */
  readonly onOutcome?: (outcome: Outcome<T>) => void;
  /** Once it is aborted no further one is begun. */
  readonly signal?: AbortSignal;
}

/** Does the same to one after another, whatever becomes of the others; never rejects. */
export async function actOnEach<T extends Named>(
  things: readonly T[],
  act: (thing: T) => Promise<unknown>,
  { onOutcome, signal }: Options<T> = {},
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  for (const of of things) {
    if (signal?.aborted) break;
    const outcome = await act(of).then(
      () => ({ of }),
      (error: unknown) => ({ of, problem: errorText(error) }),
    );
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  return outcomes;
}

/** `3 deployed, 1 refused`. */
export function countWords(done: string, outcomes: readonly Outcome<Named>[]): string {
  const refused = outcomes.filter(isRefused).length;
  const words = [`${outcomes.length - refused} ${done}`];
  return (refused > 0 ? [...words, `${refused} refused`] : words).join(', ');
}

/** Why each that was refused was; undefined where none was. */
export function refusalWords(outcomes: readonly Outcome<Named>[]): string | undefined {
  const sentences = outcomes.filter(isRefused).map(({ of, problem }) => `${of.name}: ${problem}`);
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function isRefused({ problem }: Outcome<Named>): boolean {
  return problem !== undefined;
}
