import * as z from 'zod';
import { idOf } from './fields.ts';
import { open, streamOf } from './resource.ts';

/**
 * Something changed; says what to read again, never the data itself. `kind` is a resource kind (`service`,
 * `serviceVariables` …), `nodeId` the node it concerns. `session` with the reader's own account says that what they belong
 * to elsewhere is another.
 */
export const Change = z.object({
  kind: z.string(),
  nodeId: z.string(),
  parentId: z.string().nullable(),
  verb: z.enum(['created', 'updated', 'deleted', 'state']),
});
export type Change = z.infer<typeof Change>;

export const changesContract = {
  /** A batch may be empty: the first one says that the feed is open, later ones that it still lives. */
  watch: open('announces only nodes that the caller may see', {
    summary: 'Follow the changes of an organization',
    effect: 'stream',
    path: 'organizations/{organizationId}/changes',
    input: { organizationId: idOf('organization') },
    output: streamOf(z.array(Change)),
  }),
  acknowledge: open('a reader may acknowledge its own streams', {
    summary: 'Acknowledge batches of a stream, so that the host sends more',
    effect: 'act',
    path: 'streams/{streamId}/acknowledge',
    quiet: true,
    input: { streamId: z.string().max(64), received: z.number().int().min(0) },
    output: z.object({}),
  }),
};
