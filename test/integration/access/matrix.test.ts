import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { operations } from '#shared/contract/operations.ts';
import type { BuiltInRole } from '#shared/model/roles.ts';
import { sampleInput } from '#test/support/operations.ts';
import type { Ids } from '#test/support/populate.ts';
import { askerOf, type Expected, expectedOf } from './expectation.ts';
import { type Ask, type Transport, transports } from './transports.ts';
import { createWorld, roles, type World } from './world.ts';

const targeted = operations.filter(({ meta }) => meta.target !== undefined);
const changes = (name: string): boolean => {
  const effect = operations.find((operation) => operation.name === name)?.meta.effect;
  return effect !== 'read' && effect !== 'stream';
};

interface Asked {
  readonly world: World;
  readonly ask: Ask;
}

/** The newest event, if it tells that the policy refused this operation; a handler's own refusal is `failed`. */
const wasRefused = ({ core }: World, operation: string, from: number): boolean =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().where('sequence', '>', from))
    .some((event) => event.outcome === 'refused' && event.operation === operation);

const newestEvent = ({ core }: World): number =>
  core.services.store.database.first(
    sql.selectFrom('audit_event').select('sequence').orderBy('sequence', 'desc').limit(1),
  )?.sequence ?? 0;

const outcomeOf = async (
  { world, ask }: Asked,
  name: string,
  input: Record<string, unknown>,
): Promise<string> => {
  const from = newestEvent(world);
  const code = await ask(name, input);
  return wasRefused(world, name, from) ? code : 'allowed';
};

/** A place of the matrix: which ids are asked with, and what is expected whatever the role. */
const places: Readonly<Record<string, (world: World, target: string) => { ids: Ids; expected?: Expected }>> =
  {
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

describe.each(transports)('over $name', (transport: Transport) => {
  describe.each(roles)('as %s', (role: BuiltInRole) => {
    let world: World | undefined;
    let ask: Ask | undefined;

    const renew = async (): Promise<void> => {
      await transport.close();
      await world?.core.close();
      world = undefined;
    };
    beforeEach(async () => {
      if (world) return;
      world = await createWorld();
      ask = await transport.open(world, role);
    });
    afterAll(renew);
    let hasChanged = false;
    afterEach(async () => {
      if (hasChanged) await renew();
      hasChanged = false;
    });

    for (const place of Object.keys(places)) {
      it.each(targeted.map(({ name }) => name))(`%s ${place}`, async (name) => {
        const operation = targeted.find((each) => each.name === name);
        if (!operation || !world || !ask) throw new Error('not ready');
        if (!transport.reaches(operation)) return;
        const { ids, expected } = places[place]?.(world, operation.meta.target ?? '') ?? { ids: {} };
        const input = sampleInput(operation, ids);
        const wanted = expected ?? expectedOf(operation, input, askerOf(role, world.inScope));
        hasChanged = wanted === 'allowed' && changes(name);
        expect(await outcomeOf({ world, ask }, name, input)).toBe(wanted);
      });
    }
  });
});
