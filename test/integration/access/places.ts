import type { Ids } from '#test/support/populate.ts';
import type { Expected } from './expectation.ts';
import type { World } from './world.ts';

/** A place of the matrix: which ids are asked with, and what is expected whatever the role. */
export type Place = (world: World, target: string) => { ids: Ids; expected?: Expected };

export const places: Readonly<Record<string, Place>> = {
  'in scope': ({ inScope }) => ({ ids: inScope }),
  'in a sibling scope': ({ sibling }) => ({ ids: sibling }),
  'in another organization': ({ inScope, foreign }, target) => ({
    ids: { ...inScope, [target]: foreign[target] ?? '' },
    expected: 'NOT_FOUND',
  }),
  'with a random id': ({ inScope }, target) => ({
    ids: { ...inScope, [target]: `${inScope[target]?.slice(0, 4)}${'0'.repeat(26)}` },
    expected: 'NOT_FOUND',
  }),
};
