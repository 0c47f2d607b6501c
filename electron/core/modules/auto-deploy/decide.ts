/** What is known when it is decided whether a branch is deployed. */
interface Sight {
  readonly branch: string;
  /** Where the branch is; null where there is no such branch. */
  readonly commit: string | null;
  /** What was seen the last time, null before that. */
  readonly seen: string | null;
  readonly message: string | null;
  readonly skipWords: readonly string[];
}

export interface Decision {
  /** `wait`: nothing is new. `note`: it is remembered, and not deployed. */
  readonly does: 'wait' | 'note' | 'deploy';
  readonly because: string;
}

/** Whether the commit that a branch is at is deployed, and why, in words. */
export function decide({ branch, commit, seen, message, skipWords }: Sight): Decision {
  if (commit === null) return { does: 'wait', because: `there is no branch ${branch}` };
  const short = commit.slice(0, 7);
  if (commit === seen) return { does: 'wait', because: `${branch} is at ${short}, as it was` };
  if (seen === null)
    return { does: 'note', because: `${branch} is at ${short}; what is pushed from now on is deployed` };
  const word = skipWords.find((each) => message?.toLowerCase().includes(each.toLowerCase()));
  if (word !== undefined) return { does: 'note', because: `the commit ${short} says “${word}”` };
  return { does: 'deploy', because: `${branch} moved to ${short}` };
}
