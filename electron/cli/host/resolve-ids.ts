import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Command } from '../input/commands.ts';
import { listedKindsOf } from '../input/schema.ts';
import type { CallOptions, HostClient } from './client.ts';

const isId = (text: string, kind: NodeKind): boolean =>
  !text.includes('/') && text.startsWith(`${nodeKinds[kind].prefix}_`);

const missing = (kind: NodeKind, text: string): Failure =>
  new Failure(`There is no ${kind} ${text}.`, exitCodes.notFound, {
    code: 'NOT_FOUND',
    data: { kind, id: text },
  });

interface Found {
  readonly id: string;
  readonly kind: string;
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

const resolve = async (
  client: HostClient,
  kind: NodeKind,
  text: string,
  options: CallOptions,
): Promise<string> => {
  if (isId(text, kind)) return text;
  if (kind === 'deployment') return findDeployment(client, text, options);
  if (kind === 'setup') throw missing(kind, text);
  const node = await find(client, kind, kind === 'server' ? serverPath(text) : text, options);
  if (node.kind === kind) return node.id;
  throw new Failure(`${text} is a ${node.kind}, not a ${kind}.`, exitCodes.notFound);
};

const resolveAny = async (
  client: HostClient,
  kinds: readonly NodeKind[],
  text: string,
  options: CallOptions,
): Promise<string> => {
  if (kinds.some((kind) => isId(text, kind))) return text;
  const node = await find(client, kinds[0] ?? 'project', text, options);
  if (kinds.some((kind) => kind === node.kind)) return node.id;
  throw new Failure(`${text} is a ${node.kind}, not a ${kinds.join(' or ')}.`, exitCodes.notFound);
};

const resolveOne = (
  client: HostClient,
  kinds: readonly NodeKind[],
  text: string,
  options: CallOptions,
): Promise<string> => {
  const [kind, ...others] = kinds;
  return kind && others.length === 0
    ? resolve(client, kind, text, options)
    : resolveAny(client, kinds, text, options);
};

/** The input with an id in place of every path such as `acme/shop/production/web`. */
export const resolveIds = async (
  client: HostClient,
  command: Command,
  input: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Promise<Record<string, unknown>> => {
  const resolved = { ...input };
  for (const { name, references, schema } of command.fields) {
    const text = input[name];
    const kinds = listedKindsOf(schema);
    if (kinds.length > 0 && Array.isArray(text))
      resolved[name] = await Promise.all(
        text.map((each) => resolveAny(client, kinds, String(each), options)),
      );
    if (references.length > 0 && typeof text === 'string')
      resolved[name] = await resolveOne(client, references, text, options);
  }
  return resolved;
};
