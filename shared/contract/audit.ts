import * as z from 'zod';
import { allKinds } from '../model/nodes.ts';
import { anyIdOf, Instant, idOf, pageInput, pageOf, TypedName } from './fields.ts';
import { resource, streamOf } from './resource.ts';

export const AuditOutcome = z.enum(['allowed', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

export const AuditEvent = z.object({
  /** Its place in the chain of its organization, from 1. */
  position: z.number().int(),
  at: Instant,
  /** The account; null for nobody in particular. */
  actorId: z.string().nullable(),
  actor: z.string(),
  /** The API key or session that vouched for the actor. */
  via: z.object({ type: z.string(), label: z.string() }).nullable(),
  transport: z.string(),
  operation: z.string(),
  permission: z.string().nullable(),
  nodeId: z.string().nullable(),
  nodeKind: z.enum(allKinds).nullable(),
  /** The names from the organization down, as they were. */
  nodeName: z.string().nullable(),
  outcome: AuditOutcome,
  /** What changed, secrets only as "changed". */
  changes: z.array(
    z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
  detail: z.string(),
  /** SHA-256 over the hash before it and all of its fields. */
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Which events are wanted; all that is given has to hold. */
const filters = {
  /** Words or parts of words, all of which occur somewhere in the event. */
  text: z.string().max(200).optional(),
  memberId: idOf('member').optional(),
  /** An account, also one that is gone. */
  actor: z.string().max(64).optional(),
  operation: z.string().max(100).optional(),
  permission: z.string().max(100).optional(),
  kind: z.enum(allKinds).optional(),
  /** The node and whatever was below it. */
  nodeId: anyIdOf(allKinds).optional(),
  outcome: AuditOutcome.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
};

export const AuditFacets = z.object({
  actors: z.array(z.object({ id: z.string(), name: z.string() })),
  operations: z.array(z.string()),
  permissions: z.array(z.string()),
  kinds: z.array(z.enum(allKinds)),
});
export type AuditFacets = z.infer<typeof AuditFacets>;

export const AuditVerification = z.object({
  checked: z.number().int(),
  /** The position of the first event that is not as it was written; null where all are. */
  firstBroken: z.number().int().nullable(),
  reason: z.enum(['changed', 'missing', 'added', 'archive', 'forged', 'end', 'older']).nullable(),
  /** Events up to here were archived, and are checked in their files. */
  archivedThrough: z.number().int(),
  lastPosition: z.number().int(),
  lastHash: z.string(),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

export const AuditArchive = z.object({
  from: z.number().int(),
  through: z.number().int(),
  file: z.string(),
  sha256: z.string(),
  lastHash: z.string(),
  at: Instant,
  by: z.string(),
  /** Whether the file still lies in the data folder. */
  isPresent: z.boolean(),
});
export type AuditArchive = z.infer<typeof AuditArchive>;

/** A piece of a file; the first one says how the file is called and of what type it is. */
export const AuditChunk = z.object({
  text: z.string(),
  fileName: z.string().optional(),
  mediaType: z.string().optional(),
});
export type AuditChunk = z.infer<typeof AuditChunk>;

const audit = resource('audit', { parent: 'organization', plural: 'audit' });

export const auditContract = {
  list: audit.under('read', {
    summary: 'Search the audit trail of an organization, newest first',
    effect: 'read',
    input: { ...filters, ...pageInput },
    output: pageOf(AuditEvent),
  }),
  facets: audit.under('read', {
    summary: 'List the actors, operations and kinds that occur in the audit trail',
    effect: 'read',
    path: 'facets',
    output: AuditFacets,
  }),
  verify: audit.under('read', {
    summary: 'Recompute the hash chain and name the first broken event',
    effect: 'read',
    path: 'verify',
    output: AuditVerification,
  }),
  export: audit.under('export', {
    summary: 'Export the events that a search finds, oldest first, as JSONL or CSV',
    effect: 'stream',
    path: 'export',
    input: { ...filters, format: z.enum(['jsonl', 'csv']).default('jsonl') },
    output: streamOf(AuditChunk),
  }),
  archives: audit.under('read', {
    summary: 'List the files to which events were archived',
    effect: 'read',
    path: 'archives',
    output: z.array(AuditArchive),
  }),
  archive: audit.under('export', {
    summary: 'Move the events before an instant to a file that keeps the chain',
    effect: 'act',
    path: 'archives',
    input: {
      organizationId: idOf('organization', 'organization.update'),
      before: Instant,
      typedName: TypedName,
    },
    output: AuditArchive,
  }),
};
