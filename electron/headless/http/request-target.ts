/** A request target that was found harmless. */
export interface RequestTarget {
  /** Begins with one `/`; still percent-encoded. */
  readonly path: string;
  /** `''`, or `?` and the query. */
  readonly search: string;
}

const isDotSegment = (segment: string): boolean => /^(?:\.|%2e){1,2}$/i.test(segment);

/**
 * Accepts only the origin form with exactly one leading `/`: `//evil/x`, `/\evil/x` and `http://evil/x` would
 * name another host to `new URL`, and dot segments another path than the one that was checked.
 */
export const parseRequestTarget = (target: string | undefined): RequestTarget | undefined => {
  if (!target || !/^\/(?!\/)[\x21-\x7e]*$/.test(target) || /[\\#]/.test(target)) return undefined;
  const [path = '/'] = target.split('?', 1);
  if (path.split('/').some(isDotSegment)) return undefined;
  return { path, search: target.slice(path.length) };
};
