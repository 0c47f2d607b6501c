import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fieldsOf, sampleInput } from '#test/support/operations.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';
import { idsAt, referenceFields } from './references.ts';

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
  const rival = core.services.store.write((tx) => {
    tx.database.run(
      sql
        .insertInto('account')
        .values({ id: 'acc_rival', name: 'Rival', email: 'r@example.com', created_at: tx.now + 2 }),
    );
    return 'acc_rival';
  });
  const rivalClient = clientOf(core, rival);
  const other = await rivalClient.organization.create({ name: 'Rivals' });
  const foreign = populate(core, other.id).inScope;
  world = { core, owner: client, viewer: clientOf(core, stranger), viewerId: stranger, own, foreign };
});

afterAll(() => world.core.close());

const call = async (client: TestClient, operation: ContractOperation, input: unknown): Promise<unknown> => {
  const { noun: kind, verb } = operation;
  const procedure = (client as never as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
    kind
  ]?.[verb];
  const output = await procedure?.(input);
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

const targeted = operations.filter(({ meta }) => meta.target !== undefined);
const referring = operations.filter((operation) => referenceFields(operation.input).length > 0);

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

  it('is open to everybody in these operations only', () => {
    expect(operations.filter(({ meta }) => meta.open).map(({ name }) => name)).toEqual([
      'session.current',
      'session.firstRun',
      'session.signIn',
      'session.resume',
      'session.signOut',
      'session.sessions',
      'session.revokeSession',
      'session.revokeOthers',
      'session.setPassword',
      'session.lock',
      'session.unlock',
      'session.noteActivity',
      'session.setIdleLock',
      'session.startTwoFactor',
      'session.confirmTwoFactor',
      'session.disableTwoFactor',
      'session.updateProfile',
      'session.rememberPlace',
      'organization.list',
      'organization.create',
      'organization.leave',
      'tree.get',
      'tree.resolve',
      'role.assignable',
      'terminal.write',
      'terminal.resize',
      'terminal.close',
      'apiKey.update',
      'apiKey.revoke',
      'activity.list',
      'invitation.look',
      'invitation.register',
      'invitation.accept',
      'identityProvider.available',
      'identityProvider.start',
      'identityProvider.listen',
      'identityProvider.openBrowser',
      'identityProvider.finish',
      'identityProvider.confirm',
      'identityProvider.link',
      'identityProvider.identities',
      'identityProvider.unlink',
      'access.explain',
      'access.requests',
      'access.request',
      'access.withdraw',
      'changes.watch',
      'changes.acknowledge',
    ]);
  });

  it.each(operations)('$name names every id of its input as a reference', (operation) => {
    const references = new Set(referenceFields(operation.input).map(({ field }) => field));
    const notNodes = ['streamId', 'terminalId', 'containerId', 'clientId'];
    const ids = fieldsOf(operation).filter((field) => field.endsWith('Id') && !notNodes.includes(field));
    expect(ids.filter((field) => !references.has(field))).toEqual([]);
  });
});

describe('an id that is not the caller’s', () => {
  for (const operation of referring) {
    for (const { field } of referenceFields(operation.input)) {
      // An id deep inside an input is tried by the tests of its own operation.
      if (field.includes('.')) continue;
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
  const held = new Set<string>(builtInRoles.viewer.permissions);
  it.each(targeted.filter(({ meta }) => !held.has(meta.permission ?? '')))(
    'is refused $name, and the refusal is audited',
    async (operation) => {
      const input = sampleInput(operation, world.own);
      const seesAll = referenceFields(operation.input).every(({ field }) =>
        idsAt(input, field).every((id) => world.core.services.store.access.canSee(world.viewerId, id)),
      );
      expect(await outcomeOf(world.viewer, operation, input)).toBe(seesAll ? 'FORBIDDEN' : 'NOT_FOUND');
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

  it.each(targeted.filter(({ meta }) => held.has(meta.permission ?? '') && meta.effect === 'read'))(
    'is not refused $name',
    async (operation) => {
      const input = sampleInput(operation, world.own);
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).not.toContain(await outcomeOf(world.viewer, operation, input));
    },
  );
});
