import { describe, expect, it } from 'vitest';
import { operations } from './operations.ts';

/** What there is one of, for the caller or below its parent: it has no plural, and no id of its own. */
const single = new Set([
  ...['session', 'tree', 'changes', 'audit', 'activity', 'access', 'policy', 'seats', 'spec', 'deploy-key'],
  ...['runtime', 'inventory', 'role', 'extras', 'logs', 'log', 'variables', 'facets', 'password', 'profile'],
  ...['place', 'idle-lock', 'two-factor', 'terminal'],
]);

const segmentsOf = (path: string): string[] => path.split('/').slice(1);
const isParameter = (segment: string): boolean => /^\{\w+\}$/.test(segment);
const isTheOne = (segment: string): boolean => segment === 'session' || segment === 'host';
const isCollection = (segment: string | undefined): boolean => segment?.endsWith('s') === true;

describe('the path of each operation', () => {
  it.each(operations)('$method $path is made of words in kebab-case and parameters', ({ path }) => {
    expect(path).toMatch(/^(?:\/(?:[a-z]+(?:-[a-z]+)*|\{[a-z]\w*\}))+$/);
  });

  it.each(operations)(
    '$method $path begins with a collection, or with the one session or host',
    ({ path }) => {
      const [first = '', second] = segmentsOf(path);
      expect(isCollection(first) || isTheOne(first)).toBe(true);
      if (isTheOne(first)) expect(second === undefined || !isParameter(second)).toBe(true);
    },
  );

  it.each(operations)('$method $path names a thing only below its collection', ({ path }) => {
    const segments = segmentsOf(path);
    for (const [at, segment] of segments.entries()) {
      if (isParameter(segment)) expect(isCollection(segments[at - 1])).toBe(true);
    }
  });

  it('is spelled in one number only: no collection has its singular beside it', () => {
    const words = new Set(
      operations.flatMap(({ path }) => segmentsOf(path)).filter((each) => !isParameter(each)),
    );
    const both = [...words].filter((word) => words.has(`${word}s`) && !single.has(word));
    expect(both).toEqual([]);
  });

  it('is nobody else’s with the same method', () => {
    const shapes = operations.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(shapes.filter((shape, at) => shapes.indexOf(shape) !== at)).toEqual([]);
  });

  it('asked with POST, PUT and PATCH says what it is: a part that is changed has PATCH, one that is replaced PUT', () => {
    for (const { name, method, meta } of operations) {
      if (method === 'GET') expect(['read', 'stream'], name).toContain(meta.effect);
      if (method === 'PATCH' || method === 'PUT' || method === 'DELETE') {
        expect(['change', 'act'], name).toContain(meta.effect);
      }
      if (/^change(?:Grants|Members|Access)$/.test(name.split('.')[1] ?? ''))
        expect(method, name).toBe('PATCH');
    }
  });
});
