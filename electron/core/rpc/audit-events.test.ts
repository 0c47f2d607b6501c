import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { sampleInput } from '#test/support/operations.ts';
import { populate } from '#test/support/populate.ts';
import { wordedEvent } from '#test/support/worded-event.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';

let core: Core;
let client: TestClient;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core, client } = made);
  ids = populate(core, made.organizationId).inScope;
});
afterAll(() => core.close());

const newestSequence = (): number =>
  core.services.store.database.first(
    sql.selectFrom('audit_event').select('sequence').orderBy('sequence', 'desc').limit(1),
  )?.sequence ?? 0;

const eventsAfter = (sequence: number) =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().where('sequence', '>', sequence))
    .map(wordedEvent);

const call = async ({ noun, verb, ...operation }: ContractOperation): Promise<unknown> => {
  const procedures = client as never as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  const input = sampleInput({ noun, verb, ...operation } as ContractOperation, ids);
  return procedures[noun]?.[verb]?.(input).catch((error: { code: string }) => error.code);
};

const changing = operations.filter(
  ({ meta }) => !meta.quiet && ['change', 'act', 'start'].includes(meta.effect),
);

/** What takes away what others need comes last, an organization and a session at the very end. */
const order = ({ name, method }: ContractOperation): number => {
  if (name === 'organization.delete') return 4;
  if (/^organization\.(transfer|delete|leave)$|^session\./.test(name)) return 3;
  return method === 'DELETE' || /delete|remove|revoke|unlink|cancel/i.test(name) ? 2 : 1;
};

/** What its name says already, and what these samples ask to be as it is. */
const needsNoWords = [
  'server.connect',
  'server.check',
  'organization.updatePolicy',
  'organizationVariables.replace',
  'projectVariables.replace',
  'environmentVariables.replace',
  'serviceVariables.replace',
  'host.updatePolicy',
];

const rawId = /\b[a-z]{3}_[0-9a-z]{10,}/;

describe('each changing operation leaves exactly one event', () => {
  it.each(changing.toSorted((one, other) => order(one) - order(other)))(
    '$name, with its subject, in words without ids and JSON',
    async (operation) => {
      const before = newestSequence();
      await call(operation);
      const events = eventsAfter(before).filter(({ operation: name }) => name === operation.name);
      // both parties of a transfer have an event of their own (R4)
      const [event, ...others] = events;
      expect(others).toHaveLength(
        operation.name === 'organization.transfer' && event?.outcome === 'allowed' ? 1 : 0,
      );
      if (!event) throw new Error('no event');
      expect(event.detail).not.toMatch(rawId);
      expect(event.detail).not.toMatch(/[{}]|undefined/);
      expect(event.node_name ?? '').not.toMatch(rawId);
      expect(event.organization_id === null || event.node_id !== null).toBe(true);
      const says = event.facts !== '[]' || event.changes !== '[]';
      expect(says || needsNoWords.includes(operation.name)).toBe(true);
    },
  );
});
