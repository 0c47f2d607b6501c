/** A request target that was found harmless. */
export interface RequestTarget {
  /** Begins with one `/`; still percent-encoded. */
  readonly path: string;
  /** `''`, or `?` and the query. */
  readonly search: string;
}

/**
 * Accepts only the origin form with exactly one leading `/`, and only what `new URL` reads as it stands:
 * `//evil/x`, `/\evil/x` and `http://evil/x` would name another host to it, and dot segments another path
 * than the one that was checked.
 */
export const parseRequestTarget = (target: string | undefined): RequestTarget | undefined => {
  if (!target || !/^\/(?!\/)[\x21-\x7e]*$/.test(target) || /[\\#]/.test(target)) return undefined;
  const [path = '/'] = target.split('?', 1);
  const url = URL.parse(`http://quayside${target}`);
  if (url?.host !== 'quayside' || url.pathname !== path) return undefined;
  return { path, search: target.slice(path.length) };
};
