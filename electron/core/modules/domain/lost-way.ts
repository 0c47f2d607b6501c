import type { Behind, Route } from '../../workload/index.ts';

/**
 * Why the proxy has routes that lead to nobody, so that it answers 502: the version has no place of its own, or a domain
 * says no part of it, or one that it has not. Null where all of them lead somewhere.
 */
export function lostWay(
  routes: readonly Pick<Route, 'host' | 'part'>[],
  { slot, parts }: Pick<Behind, 'slot' | 'parts'>,
): string | null {
  const has = 'The proxy has no way to';
  const so = 'so visitors get an error 502.';
  if (slot === undefined) return `${has} the version that runs, ${so} Deploy the service again.`;
  const lost = routes.find(({ part }) => !leads(part, parts));
  if (!lost) return null;
  const what =
    lost.part === null ? `one of several parts for ${lost.host}` : `the part “${lost.part}” for ${lost.host}`;
  const cure = parts
    ? `Change its part to one of ${parts.join(', ')}.`
    : 'Take the part away from the domain.';
  return `${has} ${what}, ${so} ${cure}`;
}

/** A project of one part is found by its own name, too. */
function leads(part: string | null, parts: readonly string[] | undefined): boolean {
  if (part === null) return parts === undefined || parts.length === 1;
  return parts?.includes(part) ?? false;
}
