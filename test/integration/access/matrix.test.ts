import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsAt, referenceFields } from '#core/rpc/references.ts';
import { sql } from '#core/store/database.ts';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import type { BuiltInRole } from '#shared/model/roles.ts';
import { sampleInput } from '#test/support/operations.ts';
import type { Ids } from '#test/support/populate.ts';
import { askerOf, type Expected, expectedOf } from './expectation.ts';
import { type Answer, type Ask, type Transport, transports } from './transports.ts';
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

const newestEvent = ({ core }: World): number =>
  core.services.store.database.first(
    sql.selectFrom('audit_event').select('sequence').orderBy('sequence', 'desc').limit(1),
  )?.sequence ?? 0;

const hasRefusal = ({ core }: World, operation: string, from: number): boolean =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().where('sequence', '>', from))
    .some((event) => event.outcome === 'refused' && event.operation === operation);

/** Whether a failure speaks of what was asked with: the policy's own, and not one of the rules behind it. */
const isPolicy = (
  operation: ContractOperation,
  input: Record<string, unknown>,
  { code, data }: Answer,
): boolean => {
  const named = referenceFields(operation.input).map((reference) => ({
    ...reference,
    ids: idsAt(input, reference.field),
  }));
  if (code === 'NOT_FOUND') return named.some(({ ids }) => ids.includes(String(data?.id)));
  if (code !== 'FORBIDDEN') return false;
  const { target, permission } = operation.meta;
  return named.some(
    (reference) =>
      reference.ids.includes(String(data?.nodeId)) &&
      data?.permission === (reference.field === target ? permission : reference.permission),
  );
};

/** `allowed` where the policy let it pass, whatever came of it then; a refusal of the policy has to be audited. */
const outcomeOf = async (
  { world, ask }: Asked,
  operation: ContractOperation,
  input: Record<string, unknown>,
) => {
  const from = newestEvent(world);
  const answer = await ask(operation.name, input);
  if (answer.code === 'UNAUTHENTICATED') return answer.code;
  if (!isPolicy(operation, input, answer)) return 'allowed';
  return hasRefusal(world, operation.name, from) ? answer.code : 'refused without an event';
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
        const wanted =
          expected ?? expectedOf(operation, input, askerOf(role, world.inScope, transport.extras));
        hasChanged = wanted === 'allowed' && changes(name);
        expect(await outcomeOf({ world, ask }, operation, input)).toBe(wanted);
      });
    }
  });
});
