import type { Olds } from './containers.ts';
import type { Decision } from './decide.ts';

/** What a script printed behind a word. */
export const taggedLines = (lines: readonly string[], tag: string): string[] =>
  lines.filter((line) => line.startsWith(`${tag} `)).map((line) => line.slice(tag.length + 1));

const inPlaceMark = ' -';

/** Whether such a line tells of a part that was replaced in its place. */
export const isInPlace = (line: string): boolean => line.endsWith(inPlaceMark);

/** What a release stands beside, a line a part and what its old containers were made by; `-` for one that is in its place. */
export const besideLines = ({ beside, inPlace }: Pick<Decision, 'beside' | 'inPlace'>): string =>
  [
    ...beside.flatMap(({ part, olds }) => olds.map((hash) => `${part} ${hash}\n`)),
    ...inPlace.map((part) => `${part}${inPlaceMark}\n`),
  ].join('');

/** The same as it is read. */
export function oldsIn(lines: readonly string[]): Olds {
  const pairs = lines.filter((line) => !isInPlace(line)).map((line) => line.split(' '));
  const byPart = Map.groupBy(pairs, ([part = '']) => part);
  return new Map([...byPart].map(([part, own]) => [part, new Set(own.map(([, hash = '']) => hash))]));
}
