import { operations } from '#shared/contract/operations.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { CallOptions, HostClient } from './client.ts';

/** Something that its organization lists, by what names it. */
interface Listed {
  readonly name?: string;
  readonly email?: string;
}

/** Whether a kind is in no tree, but listed by its organization with the names that stand for its ids. */
export function isListedKind(kind: NodeKind): boolean {
  const { namedBy } = nodeKinds[kind];
  const isNamed = namedBy === 'name' || namedBy === 'account';
  return (
    isNamed &&
    operations.some(({ name, input }) => name === `${kind}.list` && 'organizationId' in input.shape)
  );
}

/** What is listed of such a kind in an organization. */
export async function listOf(
  client: HostClient,
  kind: NodeKind,
  organizationId: string,
  options: CallOptions,
): Promise<readonly Listed[]> {
  return (await client.call(`${kind}.list`, { organizationId }, options)) as readonly Listed[];
}
