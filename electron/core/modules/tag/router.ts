import type { Contract } from '#shared/contract/index.ts';
import type { OperationContext, RouterOf, Rpc } from '../../rpc/index.ts';
import { requireMay } from '../node/index.ts';
import { assignTags } from './assign.ts';
import { createTag, createTagSet, updateTag, updateTagSet } from './change.ts';
import { deleteTag, deleteTagSet } from './delete.ts';
import { matchesOf, tagSetOf, tagSetsOf, tagsOf } from './queries.ts';
import { usageOf } from './usage.ts';

/** The tags of a node, for whoever may read tags there, and not only sees the node as a path. */
const readTags = (context: OperationContext, nodeId: string) => {
  requireMay(context, 'tag.read', nodeId);
  return tagsOf(context, nodeId);
};

export function createTagSetRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['tagSet']> {
  return {
    list: rpc.tagSet.list.handler(({ input, context }) => tagSetsOf(context, input.organizationId)),
    create: rpc.tagSet.create.handler(({ input, context }) => createTagSet(context, input)),
    update: rpc.tagSet.update.handler(({ input, context }) => updateTagSet(context, input)),
    deletion: rpc.tagSet.deletion.handler(({ input, context }) =>
      usageOf(
        context,
        tagSetOf(context, input.tagSetId).tags.map(({ id }) => id),
      ),
    ),
    delete: rpc.tagSet.delete.handler(({ input, context }) => deleteTagSet(context, input)),
  };
}

export function createTagRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['tag']> {
  return {
    create: rpc.tag.create.handler(({ input, context }) => createTag(context, input)),
    update: rpc.tag.update.handler(({ input, context }) => updateTag(context, input)),
    deletion: rpc.tag.deletion.handler(({ input, context }) => usageOf(context, [input.tagId])),
    delete: rpc.tag.delete.handler(({ input, context }) => deleteTag(context, input)),
    of: rpc.tag.of.handler(({ input, context }) => readTags(context, input.nodeId)),
    matches: rpc.tag.matches.handler(({ input, context }) => matchesOf(context, input.tagIds)),
    assign: rpc.tag.assign.handler(({ input, context }) => assignTags(context, input)),
  };
}
