/** A list after a bulk change of it, without doubles, such as the extra permissions of a member. */
export function changed<T>(
  now: readonly T[],
  { add, remove }: { add: readonly T[]; remove: readonly T[] },
): T[] {
  return [...new Set([...now, ...add])].filter((each) => !remove.includes(each));
}

/** The same for the teams of a member. */
export function teamsAfter(
  now: readonly string[],
  { join, leave }: { join: readonly string[]; leave: readonly string[] },
): string[] {
  return changed(now, { add: join, remove: leave });
}
