import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { clientFor, clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { sampleInput } from '#test/support/operations.ts';
import { policyOf } from '#test/support/policy.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { turns } from '#test/support/soon.ts';
import { addStranger } from '#test/support/strangers.ts';
import type { Core } from '../create-core.ts';

/** What nobody but the first organization and the operator may ever read: names, ids, and what lies on the machine. */
let secrets: readonly string[];
let home: string;
let core: Core;
/** Each call on a connection of its own, so that signing out ends nothing but itself. */
let stranger: () => TestClient;
let first: Ids;
let own: Ids;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'quayside-strangers-'));
  const sshFolder = join(home, '.ssh');
  mkdirSync(sshFolder, { mode: 0o700 });
  writeFileSync(join(sshFolder, 'config'), 'Host machine-alias\n  HostName machine-host.example\n');
  writeFileSync(join(sshFolder, 'id_ed25519'), 'machine-key-text', { mode: 0o600 });
  const made = await createOwnedCore({ sshFolder });
  core = made.core;
  const acme = populate(core, made.organizationId);
  first = acme.inScope;
  const rival = await addStranger(core);
  own = populate(core, rival.organizationId).inScope;
  stranger = () => clientOf(core, rival.accountId);
  const ids = [...Object.values(acme.inScope), ...Object.values(acme.sibling)];
  const machine = ['machine-alias', 'machine-host', 'machine-key-text', 'id_ed25519', home];
  secrets = [...new Set([...ids, 'Acme', 'Olive Owner', 'olive@example.com', ...machine])];
});
afterAll(async () => {
  await core.close();
  rmSync(home, { recursive: true, force: true });
});

/** Everything that a call answers: its output or its error, and of a stream what comes at once. */
const answerOf = async (client: TestClient, operation: ContractOperation, input: object) => {
  const { noun, verb } = operation;
  const group = (client as never as Record<string, Record<string, (input: object) => Promise<unknown>>>)[
    noun
  ];
  try {
    const output = await group?.[verb]?.(input);
    if (typeof output !== 'object' || output === null || !('return' in output))
      return { code: 'answered', output };
    const stream = output as AsyncGenerator;
    const item = await Promise.race([stream.next(), turns()]);
    await stream.return(undefined);
    return { code: 'answered', output: item };
  } catch (error) {
    const { code, message, data } = error as { code: string; message: string; data: unknown };
    return { code, output: { message, data } };
  }
};

const leaksIn = (output: unknown, asked: object): string[] => {
  const text = JSON.stringify(output) ?? '';
  const given = JSON.stringify(asked);
  return secrets.filter((secret) => text.includes(secret) && !given.includes(secret));
};

/** What ends things comes last, so that there is something to ask about before. */
const ends = /\.(delete|remove|revoke|cancel|unlink|suspend|signOut|revoke\w+|leave)$/;
const inOrder = [...operations].sort((a, b) => Number(ends.test(a.name)) - Number(ends.test(b.name)));

it('what is looked for is found where somebody may read it', async () => {
  const { organizationId } = first;
  const acme = await clientOf(core).organization.list();
  expect(leaksIn(acme, {})).toEqual(expect.arrayContaining([organizationId, 'Acme']));
});

describe('the Owner of another organization on the same host', () => {
  const withIds = operations.filter(({ input }) => referenceFields(input).length > 0);

  it.each(withIds)('$name answers the ids of the first organization as unknown', async (operation) => {
    const input = sampleInput(operation, first);
    const { code, output } = await answerOf(stranger(), operation, input);
    expect(code).toBe('NOT_FOUND');
    expect(leaksIn(output, input)).toEqual([]);
  });

  it.each(operations.filter(({ name }) => policyOf(name).marks.some((mark) => mark.startsWith('right '))))(
    '$name is refused without the right of the host, once it founded its organization',
    async (operation) => {
      const mark = policyOf(operation.name).marks.find((each) => each.startsWith('right ')) ?? '';
      if (mark === 'right found-organizations') return;
      const { code, output } = await answerOf(stranger(), operation, sampleInput(operation, own));
      expect({ code, output }).toMatchObject({
        code: 'FORBIDDEN',
        output: { data: { permission: `host.${mark.slice('right '.length)}` } },
      });
    },
  );

  it.each(inOrder)('$name tells nothing of the first organization, nor of the machine', async (operation) => {
    const input = sampleInput(operation, own);
    const { code, output } = await answerOf(stranger(), operation, input);
    expect(leaksIn(output, input)).toEqual([]);
    expect(code).not.toBe('INTERNAL');
  });

  it.each(operations.filter(({ name }) => policyOf(name).who === 'anybody'))(
    '$name tells nothing to somebody who has not signed in',
    async (operation) => {
      const input = sampleInput(operation, own);
      const { output } = await answerOf(clientFor(core, { type: 'nobody' }), operation, input);
      expect(leaksIn(output, input)).toEqual([]);
    },
  );
});
