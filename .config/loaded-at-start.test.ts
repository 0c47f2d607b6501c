import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms: Readonly<Record<string, string>> = { '#core/': 'electron/core/', '#shared/': 'shared/' };

/** What an import of a file loads with it: all but types, and what is loaded when it is first needed. */
const importsOf = (path: string): string[] => {
  const text = readFileSync(`${root}${path}`, 'utf8');
  const named = text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm);
  return [...named].flatMap(([, from = '']) => {
    const [alias] = Object.keys(rooms).filter((each) => from.startsWith(each));
    if (alias) return [`${rooms[alias]}${from.slice(alias.length)}`];
    return from.startsWith('.') ? [relative(root, join(root, dirname(path), from))] : [];
  });
};

/** The way by which a start loads a file, from the entry on; of every file that it loads. */
const loadedBy = (entry: string): ReadonlyMap<string, readonly string[]> => {
  const ways = new Map<string, readonly string[]>();
  const visit = (path: string, way: readonly string[]): void => {
    if (ways.has(path) || !existsSync(`${root}${path}`)) return;
    ways.set(path, way);
    for (const next of importsOf(path)) visit(next, [...way, next]);
  };
  visit(entry, [entry]);
  return ways;
};

describe('a start', () => {
  const ways = loadedBy('electron/core/create-core.ts');

  it('loads the modules', () => {
    expect(ways.has('electron/core/modules/service/router.ts')).toBe(true);
  });

  it('loads nothing of what talks to servers, which is loaded at the first call that needs it', () => {
    const heavy =
      /^electron\/core\/(?:workload\/(?:index|swarm\/)|remote\/docker\/|remote\/ssh\/(?:connect|pool))/;
    const found = [...ways].filter(([path]) => heavy.test(path)).map(([, way]) => way.join(' → '));
    expect(found.slice(0, 5)).toEqual([]);
  });
});
