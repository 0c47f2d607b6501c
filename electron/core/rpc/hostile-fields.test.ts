import { beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { hostileInputs } from '#test/support/hostile/inputs.ts';
import { type Places, type Sink, savedSinks } from '#test/support/hostile/sinks.ts';
import { sourceSinks } from '#test/support/hostile/source-sinks.ts';
import { openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';

const world = openMemberWorld();
let places: Places;

beforeEach(async () => {
  const { client } = world.owner;
  const { organizationId, nodes } = world;
  const { store } = world.core.services;
  const environmentId = nodes.staging;
  const make = async (name: string, type: 'application' | 'compose' | 'database'): Promise<string> =>
    (await client.service.create({ environmentId, name, type })).id;
  const account = { name: 'Sink', address: 'ghcr.io', username: 'robot', password: 'secret' };
  places = {
    ...{ client, organizationId, projectId: nodes.shop, environmentId, routed: nodes.web },
    serverId: store.write((tx) => addServer(tx, organizationId, 'nowhere')),
    registryId: (await client.registry.create({ organizationId, ...account })).id,
    application: await make('app', 'application'),
    compose: await make('stack', 'compose'),
    database: await make('db', 'database'),
  };
});

it('there are 300 hostile values, and more than 30 fields that take a text to a server', () => {
  expect(new Set(hostileInputs).size).toBe(300);
  expect(savedSinks.length).toBeGreaterThan(30);
});

it('each text of a configuration is one of these fields: a new one is to be added here and among the sinks', () => {
  expect(textFields(z.toJSONSchema(ServiceSpec, { io: 'input', unrepresentable: 'any' }))).toEqual([
    'command',
    'composeFiles',
    'dataDirectory',
    'database',
    'files.path',
    'files.text',
    'healthCheck.command',
    'image',
    'mounts.content',
    'mounts.mode',
    'mounts.name',
    'mounts.source',
    'mounts.target',
    'profiles',
    'source.buildServerId',
    'source.builder.arguments.name',
    'source.builder.arguments.value',
    'source.builder.image',
    'source.builder.notFoundPage',
    'source.builder.secrets',
    'source.directory',
    'source.dockerfile',
    'source.envFile',
    'source.image',
    'source.pushTo',
    'source.ref.hash',
    'source.ref.name',
    'source.target',
    'source.url',
    'user',
    'version',
  ]);
});

it.each([...savedSinks, ...sourceSinks])(
  'the $name keeps each of them exactly, or refuses it by its name',
  async (sink) => {
    const wrong: string[] = [];
    for (const value of hostileInputs) {
      const told = await whatIsWrong(sink, value);
      if (told !== undefined) wrong.push(told);
    }
    expect(wrong).toEqual([]);
  },
);

async function whatIsWrong(sink: Sink, value: string): Promise<string | undefined> {
  try {
    const saved = await sink.put(places, value);
    const isExact = saved === undefined || saved === value || saved === sink.kept?.(value);
    return isExact ? undefined : `${JSON.stringify(value)} became ${JSON.stringify(saved)}`;
  } catch (error) {
    const { data } = error as { data?: { issues?: { path: string }[]; field?: string } };
    const named = [data?.field ?? '', ...(data?.issues ?? []).map(({ path }) => path)];
    if (named.some((path) => path !== '' && sink.field.test(path))) return undefined;
    return `${JSON.stringify(value)} was refused by ${String(error)} ${JSON.stringify(data)}`;
  }
}

/** Where a schema takes any text at all, by the names of its fields. */
function textFields(schema: unknown): string[] {
  const root = schema as Schema;
  const found = new Set<string>();
  const walk = (at: Schema, path: string): void => {
    if (at.type === 'string' && !at.enum && at.const === undefined) found.add(path);
    const known = at.$ref?.startsWith('#/$defs/') ? root.$defs?.[at.$ref.slice(8)] : undefined;
    const inside = [known, at.items, ...(at.anyOf ?? []), ...(at.oneOf ?? []), ...(at.allOf ?? [])];
    for (const each of inside) if (each) walk(each, path);
    for (const [name, each] of Object.entries(at.properties ?? {}))
      walk(each, path ? `${path}.${name}` : name);
  };
  walk(root, '');
  return [...found].toSorted();
}

interface Schema {
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}
