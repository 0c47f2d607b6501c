import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { sampleInput } from '#test/support/operations.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';

type Call = (input: unknown) => Promise<unknown>;

let core: Core;
let host: InProcessHost;
let socket: Awaited<ReturnType<InProcessHost['socket']>>;
let own: Ids;
let foreign: Ids;

beforeAll(async () => {
  const made = await createOwnedCore();
  core = made.core;
  own = populate(core, made.organizationId).inScope;
  foreign = populate(core, (await addStranger(core)).organizationId).inScope;
  host = await serveInProcess(core);
  socket = await host.socket();
});
afterAll(async () => {
  await socket.close();
  await host.close();
  await core.close();
});

const cases = operations.flatMap(({ name, input }) =>
  referenceFields(input)
    .filter(({ field }) => !field.includes('.'))
    .map(({ field }) => ({ name, field })),
);

const inputOf = (name: string, ids: Ids): Record<string, unknown> => {
  const operation = operations.find((each) => each.name === name);
  if (!operation) throw new Error(`no operation ${name}`);
  return sampleInput(operation, ids);
};

/** The answer with the id that was asked for taken out, so that two answers can be compared. */
const withoutId = (answer: unknown, id: string): unknown =>
  JSON.parse(JSON.stringify(answer).replaceAll(id, 'ID'));

const overSocket = async (name: string, input: unknown): Promise<unknown> => {
  const [noun = '', verb = ''] = name.split('.');
  const call = (socket.client as never as Record<string, Record<string, Call>>)[noun]?.[verb];
  try {
    return { answered: await call?.(input) };
  } catch (error) {
    const { code, status, message, data } = error as Record<string, unknown>;
    return { code, status, message, data };
  }
};

describe('an id that is not the caller’s', () => {
  it('is tried on every operation that takes one', () => {
    expect(cases.length).toBeGreaterThan(60);
    expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThan(60);
  });

  it.each(cases)(
    'of $name in $field is as unknown as a random one, on REST and WebSocket alike',
    async ({ name, field }) => {
      const ids = {
        unknown: `${foreign[field]?.slice(0, 4)}00000000000000000000000000`,
        foreign: foreign[field] ?? '',
      };
      const rest: unknown[] = [];
      const overSockets: unknown[] = [];
      for (const id of Object.values(ids)) {
        const input = inputOf(name, { ...own, [field]: id });
        expect(input[field]).toBe(id);
        const answer = await host.rest(name, input);
        expect([name, answer.status, answer.body.code]).toEqual([name, 404, 'NOT_FOUND']);
        expect(answer.type).toBe('application/problem+json');
        rest.push(withoutId({ message: answer.body.detail, data: answer.body.data }, id));
        const other = withoutId(await overSocket(name, input), id) as Record<string, unknown>;
        expect([other.code, other.status]).toEqual(['NOT_FOUND', 404]);
        overSockets.push({ message: other.message, data: other.data });
      }
      expect(rest[0]).toEqual(rest[1]);
      expect(overSockets[0]).toEqual(overSockets[1]);
      expect(overSockets[0]).toEqual(rest[0]);
    },
  );
});
