import type { Plan } from '#shared/contract/deployment.ts';

/** A plan in a few words, beside others; and the first thing that stands in its way. */
export function planWords({ isFirst, changes, blockers }: Pick<Plan, 'isFirst' | 'changes' | 'blockers'>) {
  return { words: changeWords(isFirst, changes.length), blocker: blockers[0] };
}

function changeWords(isFirst: boolean, count: number): string {
  if (isFirst) return 'first deployment';
  if (count === 0) return 'nothing differs from what runs';
  return count === 1 ? '1 change' : `${count} changes`;
}
