import { operations } from '#shared/contract/operations.ts';

const isParameter = (segment: string | undefined): boolean => segment?.startsWith('{') === true;

/** Collections that hold things with an address, and the shortest such address: `projects` → `/projects/{projectId}`. */
const addresses = new Map(
  operations
    .flatMap(({ path }) => {
      const segments = path.split('/');
      return segments.flatMap((segment, at) =>
        isParameter(segments[at + 1]) ? [[segment, segments.slice(0, at + 2)] as const] : [],
      );
    })
    .toSorted(([, one], [, other]) => other.length - one.length),
);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The id of what was made, which may lie beside a secret that is told once. */
const idOf = (answer: unknown): string | undefined => {
  if (!isRecord(answer)) return undefined;
  if (typeof answer.id === 'string') return answer.id;
  const inner = Object.values(answer).find((value) => isRecord(value) && typeof value.id === 'string');
  return isRecord(inner) ? String(inner.id) : undefined;
};

/**
 * Where what a request to `path` made has its address below `/api/v1`; that of the caller's own session where the answer
 * is one, and undefined where nothing was made that has an address.
 */
export function locationOf(path: string, answer: unknown): string | undefined {
  const given = path.split('/');
  const collection = given.findLast((segment) => addresses.has(segment));
  const template = collection === undefined ? undefined : addresses.get(collection);
  if (isRecord(answer) && ('session' in answer || 'isSetUp' in answer)) return '/api/v1/session';
  const id = idOf(answer);
  if (!template || id === undefined) return undefined;
  const last = template.length - 1;
  const filled = template.map((segment, at) => {
    if (at === last) return encodeURIComponent(id);
    return isParameter(segment) ? given[at] : segment;
  });
  return `/api/v1${filled.join('/')}`;
}
