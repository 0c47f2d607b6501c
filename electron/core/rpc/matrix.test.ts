import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { askerOf, expectedOf } from '#test/integration/access/expectation.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fieldsOf, sampleInput } from '#test/support/operations.ts';
import { policyOf, writtenRoles } from '#test/support/policy.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';

interface World {
  readonly core: Core;
  readonly owner: TestClient;
  readonly viewer: TestClient;
  readonly viewerId: string;
  readonly own: Ids;
  readonly foreign: Ids;
}

let world: World;

beforeAll(async () => {
  const { core, client, organizationId } = await createOwnedCore();
  const own = populate(core, organizationId).inScope;
  const stranger = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera Viewer' });
  const foreign = populate(core, (await addStranger(core)).organizationId).inScope;
  world = { core, owner: client, viewer: clientOf(core, stranger), viewerId: stranger, own, foreign };
});

afterAll(() => world.core.close());

const call = async (client: TestClient, operation: ContractOperation, input: unknown): Promise<unknown> => {
  const { noun: kind, verb } = operation;
  const procedure = (client as never as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
    kind
  ]?.[verb];
  if (!procedure) throw new Error(`no operation ${operation.name}`);
  const output = await procedure(input);
  if (typeof output === 'object' && output !== null && 'return' in output) {
    await (output as AsyncGenerator).return(undefined);
  }
  return output;
};

const outcomeOf = async (client: TestClient, operation: ContractOperation, input: unknown) => {
  try {
    await call(client, operation, input);
    return 'answered';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const targeted = operations.filter(({ name }) => policyOf(name).on !== '');

/** The fields of an operation that name a node, as docs/access.md has them; what lies deeper is tried by its own tests. */
const idFields = (operation: ContractOperation): string[] => {
  const { on, ids } = policyOf(operation.name);
  const others = ids.map(({ field }) => field).filter((field) => !field.includes('.') && field !== `${on}Id`);
  return on === '' ? others : [`${on}Id`, ...others];
};

describe('the contract', () => {
  it.each(operations)('$name has a policy, a summary and a route', ({ meta, summary, path }) => {
    expect(Boolean(meta.open) !== Boolean(meta.permission && meta.target)).toBe(true);
    expect(summary).toMatch(/^[A-Z].{8,120}$/);
    expect(path).toMatch(/^\/[a-z]/);
  });

  it('gives each operation a method and path of its own', () => {
    const routes = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(operations)('$name names every id of its input as a reference', (operation) => {
    const references = new Set(referenceFields(operation.input).map(({ field }) => field));
    const notNodes = ['streamId', 'terminalId', 'tunnelId', 'containerId', 'clientId'];
    const ids = fieldsOf(operation).filter((field) => field.endsWith('Id') && !notNodes.includes(field));
    expect(ids.filter((field) => !references.has(field))).toEqual([]);
  });
});

describe('an id that is not the caller’s', () => {
  for (const operation of operations) {
    for (const field of idFields(operation)) {
      it(`${operation.name} answers a foreign and an unknown ${field} alike`, async () => {
        const ask = (id: string) =>
          call(world.owner, operation, sampleInput(operation, { ...world.own, [field]: id })).then(
            () => 'answered',
            (error: { code: string; data: object }) => ({
              code: error.code,
              data: { ...error.data, id: 'same' },
            }),
          );
        const foreign = await ask(world.foreign[field] ?? 'missing');
        expect(foreign).toMatchObject({ code: 'NOT_FOUND' });
        expect(await ask(`${world.own[field]?.slice(0, 4)}${'0'.repeat(26)}`)).toEqual(foreign);
      });
    }
  }
});

describe('a Viewer', () => {
  const held = writtenRoles.get('Viewer')?.permissions ?? new Set();
  const viewer = askerOf('Viewer', {});
  const isHeld = ({ name }: ContractOperation): boolean => held.has(policyOf(name).permission);
  it.each(targeted.filter((operation) => !isHeld(operation)))(
    'is refused $name, and the refusal is audited',
    async (operation) => {
      const input = sampleInput(operation, world.own);
      const expected = expectedOf(policyOf(operation.name), input, viewer);
      expect(expected).not.toBe('allowed');
      expect(await outcomeOf(world.viewer, operation, input)).toBe(expected);
      const newest = world.core.services.store.database.first(
        sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(1),
      );
      expect(newest).toMatchObject({
        operation: operation.name,
        outcome: 'refused',
        actor_name: 'Vera Viewer',
      });
    },
  );

  it.each(targeted.filter((operation) => isHeld(operation) && policyOf(operation.name).effect === 'read'))(
    'is not refused $name',
    async (operation) => {
      const input = sampleInput(operation, world.own);
      expect(['FORBIDDEN', 'UNAUTHENTICATED', 'INTERNAL']).not.toContain(
        await outcomeOf(world.viewer, operation, input),
      );
    },
  );
});
