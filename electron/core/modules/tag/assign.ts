import type { Tag } from '#shared/contract/tag.ts';
import { AppError } from '#shared/model/errors.ts';
import type { taggableKinds } from '#shared/model/nodes.ts';
import { heldAt, type IndexedNode, inWords, permissionsOf, without } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { requireMay, requireRow } from '../node/index.ts';
import { tagOf, tagSetOf, tagsOf } from './queries.ts';

const requireOnePerSet = (context: OperationContext, tagIds: readonly string[]): void => {
  const bySet = Map.groupBy(
    tagIds.map((id) => tagOf(context, id)),
    (tag) => tag.tagSetId,
  );
  for (const [id, tags] of bySet) {
    const set = tagSetOf(context, id);
    if (set.type !== 'single' || tags.length < 2) continue;
    const message = `names ${tags.length} tags of “${set.name}”, which allows one`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'tagIds', message }] });
  }
};

/** The members whom other tags give or take access to the node by a filter of theirs, with what would be theirs. */
const reached = (context: OperationContext, node: IndexedNode, tagIds: readonly string[]) => {
  const { access, now } = context.store;
  const { memberships } = access;
  const at = now();
  return [...memberships.grants()]
    .filter((grant) => grant.tagIds !== null && (grant.endsAt === null || grant.endsAt > at))
    .filter((grant) => access.node(grant.id)?.organizationId === node.organizationId)
    .map((grant) => ({
      grant,
      was: access.matches(grant.tagIds ?? [], [...(node.tagIds ?? [])]),
      will: access.matches(grant.tagIds ?? [], tagIds),
    }))
    .filter(({ was, will }) => was !== will)
    .flatMap(({ grant, will }) =>
      memberships.holdersOf(grant).flatMap((memberId) => {
        const facts = memberships.factsOf(memberId);
        return facts ? [{ memberId, will, facts, role: memberships.held(grant, facts.role).role }] : [];
      }),
    );
};

/**
 * Refuses tags that would give somebody, by a grant that filters by tags, what the tagger does not hold on the node
 * (R6). A suspended member counts: they would have it once restored.
 */
const requireHoldsGiven = (
  context: OperationContext,
  node: IndexedNode,
  changes: ReturnType<typeof reached>,
): void => {
  const { access } = context.store;
  const actor = access.effective(context.caller.subject, node.organizationId);
  for (const { facts, role, will } of changes) {
    if (!will) continue;
    const held = access.effective(facts.member.accountId, node.organizationId);
    const gained = held ? without(role.bits, heldAt(held, node)) : role.bits;
    const [permission] = permissionsOf(actor ? without(gained, heldAt(actor, node)) : gained);
    if (!permission) continue;
    throw new AppError('FORBIDDEN', {
      permission,
      nodeId: node.id,
      wouldGrant: `A grant filters by these tags, and would give ${permission} on ${inWords(node)}, which you lack there.`,
    });
  }
};

/** Sets all the tags of a node. Demands `update` on it; single sets allow one tag; R6 for whoever gains access by it. */
export const assignTags = (
  context: OperationContext,
  input: { nodeId: string; tagIds: readonly string[] },
): Tag[] => {
  const { nodeId } = input;
  const { access } = context.store;
  const tagIds = [...new Set(input.tagIds)];
  const node = requireRow(access.node(nodeId), 'project', nodeId);
  requireMay(context, `${node.kind as (typeof taggableKinds)[number]}.update`, node.id);
  requireOnePerSet(context, tagIds);
  context.write((tx) => {
    const changes = reached(context, node, tagIds);
    requireHoldsGiven(context, node, changes);
    const before = tagsOf(context, nodeId).map(({ canonicalName }) => canonicalName);
    tx.database.run(sql.deleteFrom('node_tag').where('node_id', '=', nodeId));
    for (const tagId of tagIds) {
      tx.database.run(sql.insertInto('node_tag').values({ node_id: nodeId, tag_id: tagId }));
    }
    tx.afterCommit((index) => index.setTags(nodeId, tagIds));
    tx.announce({ kind: node.kind, nodeId, verb: 'updated' });
    announceAccess(
      tx,
      changes.map(({ memberId }) => memberId),
    );
    const after = tagsOf(context, nodeId).map(({ canonicalName }) => canonicalName);
    tx.audit({ nodeId, changes: [{ field: 'tags', before, after }] });
  });
  return tagsOf(context, nodeId);
};
