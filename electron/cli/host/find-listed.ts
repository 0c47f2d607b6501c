import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { CallOptions, HostClient } from './client.ts';

/** The kinds that are in no tree, and are found by the name or address that their list shows. */
export type ListedKind = {
  [K in NodeKind]: (typeof nodeKinds)[K]['namedBy'] extends 'name' ? K : never;
}[NodeKind];

export const isListedKind = (kind: NodeKind): kind is ListedKind => nodeKinds[kind].namedBy === 'name';

interface Listed {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** The organization with this name or id; undefined where the caller has none like that. */
export const findOrganization = async (
  client: HostClient,
  text: string,
  options: CallOptions,
): Promise<string | undefined> => {
  const organizations = (await client.call('organization.list', {}, options)) as readonly Listed[];
  const wanted = text.toLowerCase();
  return organizations.find(({ id, name }) => id === text || name?.toLowerCase() === wanted)?.id;
};

/** The organization that is meant where none is named: the only one. */
export const onlyOrganization = async (
  client: HostClient,
  options: CallOptions,
): Promise<string | undefined> => {
  const [only, ...others] = (await client.call('organization.list', {}, options)) as readonly Listed[];
  return others.length === 0 ? only?.id : undefined;
};

/** What is listed of a kind in an organization. */
export const listOf = async (
  client: HostClient,
  kind: ListedKind,
  organizationId: string,
  options: CallOptions,
): Promise<readonly Listed[]> =>
  (await client.call(`${kind}.list`, { organizationId }, options)) as readonly Listed[];

const said = ({ id, name, email }: Listed): string => [id, name, email].filter(Boolean).join(' ');

/**
 * The id of a member by `Ada Archer` or `ada@example.com`, of a role by `Admin`; letter case does not count.
 * Two of the same name are told with their ids, so that one of these can be given.
 */
export const findListed = async (
  client: HostClient,
  kind: ListedKind,
  { organizationId, name }: { readonly organizationId: string; readonly name: string },
  options: CallOptions,
): Promise<string | undefined> => {
  const wanted = name.toLowerCase();
  const found = (await listOf(client, kind, organizationId, options)).filter(
    (each) => each.name?.toLowerCase() === wanted || each.email?.toLowerCase() === wanted,
  );
  if (found.length < 2) return found[0]?.id;
  throw new Failure(
    `Several are called ${name}; give the id of one: ${found.map(said).join(', ')}.`,
    exitCodes.usage,
  );
};
