import { type NodeKind, nodeKinds, singularOf, withArticle } from '#shared/model/nodes.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Command } from '../input/commands.ts';
import { elementOf, kindsOf, shapeOf } from '../input/schema.ts';
import type { CallOptions, HostClient } from './client.ts';
import {
  findListed,
  findOrganization,
  isListedKind,
  type ListedKind,
  onlyOrganization,
} from './find-listed.ts';

const isId = (text: string, kind: NodeKind): boolean =>
  !text.includes('/') && text.startsWith(`${nodeKinds[kind].prefix}_`);

const missing = (kind: NodeKind, text: string): Failure =>
  new Failure(`There is no ${singularOf(kind)} ${text}.`, exitCodes.notFound, {
    code: 'NOT_FOUND',
    data: { kind, id: text },
  });

interface Found {
  readonly id: string;
  readonly kind: NodeKind;
}

const find = async (
  client: HostClient,
  kind: NodeKind,
  path: string,
  options: CallOptions,
): Promise<Found> => {
  try {
    return (await client.call('tree.resolve', { path }, options)) as Found;
  } catch (error) {
    if (error instanceof Failure && error.exitCode === exitCodes.notFound) throw missing(kind, path);
    throw error;
  }
};

/** `acme/srv1` may mean a project too; `acme/servers/srv1` means the server alone. */
const serverPath = (text: string): string => text.replace(/^([^/]+)\/([^/]+)$/, '$1/servers/$2');

/** `acme/shop/production/web#3`, or `#latest`: a deployment by its number. */
const findDeployment = async (client: HostClient, text: string, options: CallOptions): Promise<string> => {
  const [, path = '', number = ''] = /^(.*)#(\d+|latest)$/.exec(text) ?? [];
  if (!number) throw missing('deployment', text);
  const service = await find(client, 'service', path, options);
  let cursor: string | undefined;
  do {
    const input = {
      serviceId: service.id,
      limit: number === 'latest' ? 1 : 500,
      ...(cursor ? { cursor } : {}),
    };
    const page = (await client.call('deployment.list', input, options)) as {
      items: readonly { id: string; number: number }[];
      next?: string;
    };
    const found = page.items.find((each) => number === 'latest' || each.number === Number(number));
    if (found) return found.id;
    cursor = number === 'latest' ? undefined : page.next;
  } while (cursor);
  throw missing('deployment', text);
};

/** What one command's ids are looked up with. */
interface Search {
  readonly client: HostClient;
  readonly options: CallOptions;
  /** The organization that a name without a path is looked for in: the one that was named first. */
  organizationId: string | undefined;
}

/** `acme/Ada Archer`, or `Ada Archer` where the command names an organization already. */
const findByName = async (search: Search, kind: ListedKind, text: string): Promise<string> => {
  const { client, options } = search;
  const [, first, rest] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  const organizationId = first
    ? await findOrganization(client, first, options)
    : (search.organizationId ?? (await onlyOrganization(client, options)));
  const name = rest ?? text;
  const id = organizationId && (await findListed(client, kind, { organizationId, name }, options));
  if (!id) throw missing(kind, text);
  search.organizationId ??= organizationId;
  return id;
};

const nodePath = async (
  { client, options }: Search,
  kinds: readonly NodeKind[],
  text: string,
): Promise<string> => {
  const [kind = 'project', ...others] = kinds;
  const isServer = kind === 'server' && others.length === 0;
  const node = await find(client, kind, isServer ? serverPath(text) : text, options);
  if (kinds.some((each) => each === node.kind)) return node.id;
  throw new Failure(
    `${text} is ${withArticle(node.kind)}, not ${kinds.map(withArticle).join(' or ')}.`,
    exitCodes.notFound,
  );
};

const resolveOne = async (search: Search, kinds: readonly NodeKind[], text: string): Promise<string> => {
  const [kind] = kinds;
  if (kinds.some((each) => isId(text, each))) {
    if (kind === 'organization') search.organizationId ??= text;
    return text;
  }
  if (kind && kinds.length === 1) {
    if (nodeKinds[kind].namedBy === 'number') return findDeployment(search.client, text, search.options);
    if (isListedKind(kind)) return findByName(search, kind, text);
    if (nodeKinds[kind].namedBy === 'id') throw missing(kind, text);
  }
  const id = await nodePath(search, kinds, text);
  if (kind === 'organization') search.organizationId ??= id;
  return id;
};

type Schema = Command['fields'][number]['schema'];

/** A value with an id in place of every name and path in it, at any depth. */
const resolveValue = async (search: Search, schema: Schema, value: unknown): Promise<unknown> => {
  if (typeof value === 'string') {
    const kinds = kindsOf(schema);
    return kinds.length > 0 ? resolveOne(search, kinds, value) : value;
  }
  const element = elementOf(schema);
  if (Array.isArray(value))
    return element ? Promise.all(value.map((each) => resolveValue(search, element, each))) : value;
  if (typeof value !== 'object' || value === null) return value;
  const shape = shapeOf(schema);
  const entries = Object.entries(value).map(async ([name, inner]) => {
    const below = shape[name];
    return [name, below ? await resolveValue(search, below, inner) : inner];
  });
  return Object.fromEntries(await Promise.all(entries));
};

/**
 * The input with an id in place of every path such as `acme/shop/production/web`, and of every name such as
 * `acme/Ada Archer` of what is in no tree. In the order of the fields: the first ones say which organization.
 */
export const resolveIds = async (
  client: HostClient,
  command: Command,
  input: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Promise<Record<string, unknown>> => {
  const resolved = { ...input };
  const search: Search = { client, options, organizationId: undefined };
  for (const { name, schema } of command.fields) {
    if (input[name] !== undefined) resolved[name] = await resolveValue(search, schema, input[name]);
  }
  return resolved;
};
