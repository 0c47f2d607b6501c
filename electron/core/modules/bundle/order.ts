import { keyOf, type Thing } from '#shared/bundle/thing.ts';
import { facetsOf } from '../../bundle/body/paths.ts';
import type { Portables } from '../../bundle/body/portable.ts';
import { namedBy } from '../../bundle/body/read-body.ts';

/** The things in an order in which each comes after what it lies below and what its own fields name; a circle is told later. */
export function inOrder(portables: Portables, things: readonly Thing[]): Thing[] {
  const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
  const done = new Set<Thing>();
  const ordered: Thing[] = [];
  /** Walks with a stack of its own: how long a chain of names is, the template decides. */
  for (const first of things) {
    const stack = [{ thing: first, isLeft: false }];
    for (let at = stack.pop(); at; at = stack.pop()) {
      const { thing, isLeft } = at;
      if (isLeft) ordered.push(thing);
      if (isLeft || done.has(thing)) continue;
      done.add(thing);
      stack.push({ thing, isLeft: true });
      for (const key of namedBy(portables, withoutFacets(portables, thing))) {
        const named = byKey.get(key);
        if (named && !done.has(named)) stack.push({ thing: named, isLeft: false });
      }
    }
  }
  return ordered;
}

/** Facets are written once everything is made, so that they may name each other. */
function withoutFacets(portables: Portables, thing: Thing): Thing {
  const left = new Set(facetsOf(portables, thing.kind).map(({ field }) => field));
  const own = Object.entries(thing.fields).filter(([field]) => !left.has(field));
  return { ...thing, fields: Object.fromEntries(own) };
}
