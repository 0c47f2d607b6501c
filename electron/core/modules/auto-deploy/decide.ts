import { matcherOf } from '#shared/model/docker-patterns.ts';

/** What is known when it is decided whether a branch is deployed. */
interface Sight {
  readonly branch: string;
  /** Where the branch is; null where there is no such branch. */
  readonly commit: string | null;
  /** What was seen the last time, null before that. */
  readonly seen: string | null;
  readonly message: string | null;
  readonly skipWords: readonly string[];
  /** The paths that changed since then; null where nobody tells. */
  readonly changed: readonly string[] | null;
  /** In Docker's pattern language; none: every path counts. */
  readonly watchPaths: readonly string[];
}

export interface Decision {
  /** `wait`: nothing is new. `note`: it is remembered, and not deployed. */
  readonly does: 'wait' | 'note' | 'deploy';
  readonly because: string;
}

/** Whether the commit that a branch is at is deployed, and why, in words. What nobody can tell is deployed. */
export function decide(sight: Sight): Decision {
  const { branch, commit, seen, message, skipWords, changed, watchPaths } = sight;
  if (commit === null) return { does: 'wait', because: `there is no branch ${branch}` };
  const short = commit.slice(0, 7);
  if (commit === seen) return { does: 'wait', because: `${branch} is at ${short}, as it was` };
  if (seen === null)
    return { does: 'note', because: `${branch} is at ${short}; what is pushed from now on is deployed` };
  const word = skipWords.find((each) => message?.toLowerCase().includes(each.toLowerCase()));
  if (word !== undefined) return { does: 'note', because: `the commit ${short} says “${word}”` };
  const moved = `${branch} moved to ${short}`;
  if (watchPaths.length === 0) return { does: 'deploy', because: moved };
  if (changed === null) return { does: 'deploy', because: `${moved}, and nobody tells what changed` };
  const counting = changed.filter(pathCounter(watchPaths));
  const [first] = counting;
  if (first === undefined) {
    return {
      does: 'note',
      because: `of the ${changed.length} paths that changed up to ${short} none counts`,
    };
  }
  const more = counting.length > 1 ? ` and ${counting.length - 1} more` : '';
  return { does: 'deploy', because: `${moved} and changed ${shownPath(first)}${more}` };
}

/** Whether a path counts. Patterns that only take out take out of everything. */
export function pathCounter(watchPaths: readonly string[]): (path: string) => boolean {
  if (watchPaths.length === 0) return () => true;
  return matcherOf(watchPaths[0]?.startsWith('!') ? ['**', ...watchPaths] : watchPaths);
}

/** A path as it is told: in one line, nothing in it hidden, and not endless. */
export function shownPath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}').slice(0, 200);
}
