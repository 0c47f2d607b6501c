import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { getEventIteratorSchemaDetails } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ContractOperation } from '#shared/contract/operations.ts';
import { nodeKinds } from '#shared/model/nodes.ts';
import { type Command, commands, type Field, opensTerminal } from '../input/commands.ts';
import type { Io } from '../io.ts';
import { runQuayside } from '../run.ts';

/** Clears the screen, sets the title, asks for an answer, hides what follows, turns text round, ends lines early. */
const evil =
  '\u001b[2J\u001b]0;title\u0007\u001b[6n\u009b8m\u202etxt\r\u001b]8;;https://evil.example\u0007x\u0000';

type Json = Readonly<Record<string, unknown>>;

/** An answer of this shape in which every text, every key of a record and every key that nobody expects is evil. */
const hostile = (schema: Json, depth = 0): unknown => {
  const variants = (schema.anyOf ?? schema.oneOf) as readonly Json[] | undefined;
  if (variants) return hostile(variants.find(({ type }) => type !== 'null') ?? {}, depth);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (schema.type === 'array')
    return depth > 8 ? [] : [1, 2].map(() => hostile(schema.items as Json, depth + 1));
  if (schema.type === 'object') {
    const own = Object.entries((schema.properties ?? {}) as Record<string, Json>);
    return {
      ...Object.fromEntries(own.map(([name, inner]) => [name, hostile(inner, depth + 1)])),
      [`${evil}key`]: evil,
    };
  }
  if (schema.type === 'number' || schema.type === 'integer') return evil;
  if (schema.type === 'boolean') return true;
  return evil;
};

const schemaOf = ({ output, meta }: ContractOperation): Json => {
  const schema =
    meta.effect === 'stream' ? getEventIteratorSchemaDetails(output as z.ZodType)?.yields : output;
  return z.toJSONSchema(schema as z.ZodType, { io: 'output', unrepresentable: 'any' }) as Json;
};

let server: Server;
let url: string;
let answer: { type: string; status: number; body: string };
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const flagOf = ({ flag, kind, references }: Field): string => {
  const values: Readonly<Record<string, string>> = { number: '1', boolean: 'true', object: '{}', list: '[]' };
  return `--${flag}=${kind !== 'list' && references[0] ? `${nodeKinds[references[0]].prefix}_1` : (values[kind] ?? 'x')}`;
};

const printed = async (command: Command, more: readonly string[], isTerminal: boolean): Promise<string> => {
  let text = '';
  const out = (piece: string): void => {
    text += piece;
  };
  const io: Io = {
    env: { QUAYSIDE_TOKEN: 'x', HOME: '/nonexistent' },
    platform: 'linux',
    home: '/nonexistent',
    isTerminal,
    out,
    err: out,
    outBytes: async () => undefined,
    input: () => Readable.from([]),
    read: () => '',
    signal: AbortSignal.timeout(20_000),
  };
  const required = command.fields.filter(({ isRequired }) => isRequired).map(flagOf);
  await runQuayside([command.noun, command.verb, ...required, '--url', url, ...more], io, '0');
  return text;
};

// Colours are all that a log may set.
const orders = /(?!\n|\t)[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const shown = commands.filter((command) => !opensTerminal(command));

describe('the answer of a hostile host commands no terminal', () => {
  it.each(shown)('$noun $verb', async (command) => {
    const { operation } = command;
    const value = hostile(schemaOf(operation));
    const isStream = operation.meta.effect === 'stream';
    answer = isStream
      ? {
          type: 'text/event-stream',
          status: 200,
          body: `data: ${JSON.stringify(value)}\n\nevent: done\ndata: {}\n\n`,
        }
      : { type: 'application/json', status: 200, body: JSON.stringify(value) };
    for (const more of [[], ['--json'], ['--dry-run']]) {
      const text = await printed(command, more, true);
      expect(text).not.toMatch(orders);
      if (more.length === 0) expect(text.length).toBeGreaterThan(0);
    }
  });

  it.each(['failed', 'not JSON', 'an event that is not JSON'])('when it %s', async (how) => {
    const stream = shown.find(({ operation }) => operation.meta.effect === 'stream');
    const list = shown.find(({ operation }) => operation.name === 'organization.list');
    if (!stream || !list) throw new Error('the contract has no such command');
    const problem = { code: 'CONFLICT', detail: evil, data: { field: evil, [evil]: evil } };
    answer =
      how === 'failed'
        ? { type: 'application/problem+json', status: 409, body: JSON.stringify(problem) }
        : {
            type: how === 'not JSON' ? 'application/json' : 'text/event-stream',
            status: 200,
            body: `data: ${evil}\n\n`,
          };
    const command = how === 'an event that is not JSON' ? stream : list;
    for (const more of [[], ['--json']]) expect(await printed(command, more, true)).not.toMatch(orders);
  });
});
