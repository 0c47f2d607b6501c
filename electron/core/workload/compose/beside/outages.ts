import type { OutagesAsked } from '../../types/service-type.ts';
import { replacedInPlace } from './in-place.ts';
import type { PartFacts } from './part-facts.ts';

/**
 * The parts that a proxy leads to and that are out for a moment where they change. What is written into a mounted file is no
 * field, so that of one that holds what only one can hold it is said whether or not a field of it differs.
 */
export function outagesOf(
  parts: readonly PartFacts[],
  { changed, routed, keeping }: OutagesAsked,
): ReadonlyMap<string, string> {
  const only = parts.length === 1 ? parts[0]?.part : undefined;
  const asked = { routed: new Set(routed.flatMap((part) => part ?? only ?? [])), keeping: new Set(keeping) };
  const alone = parts.flatMap(({ part }) => [
    ...replacedInPlace(
      parts.filter((each) => each.part === part),
      { ...asked, changed: new Set([part]) },
    ),
  ]);
  // a field begins with its part, whose name has no space
  const known = new Set(changed.map((field) => field.split(' ')[0] ?? ''));
  return new Map([...replacedInPlace(parts, { ...asked, changed: known }), ...alone]);
}
