import * as z from 'zod';
import { Instant, pageInput, pageOf } from './fields.ts';
import { resource } from './resource.ts';

export const AuditEvent = z.object({
  sequence: z.number().int(),
  at: Instant,
  actor: z.string(),
  transport: z.string(),
  operation: z.string(),
  permission: z.string().nullable(),
  nodeId: z.string().nullable(),
  nodeName: z.string().nullable(),
  outcome: z.enum(['allowed', 'refused', 'failed']),
  /** What changed, secrets only as "changed". */
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  detail: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const audit = resource('audit', { parent: 'organization', plural: 'audit' });

export const auditContract = {
  list: audit.under('read', {
    summary: 'Read the audit trail of an organization, newest first',
    effect: 'read',
    input: pageInput,
    output: pageOf(AuditEvent),
  }),
  verify: audit.under('read', {
    summary: 'Recompute the hash chain and name the first broken row',
    effect: 'read',
    path: 'verify',
    output: z.object({ checked: z.number(), firstBroken: z.number().nullable() }),
  }),
};
