import * as z from 'zod';
import { type AppErrorCode, type AppErrorData, cures, errorStatus } from '../model/errors.ts';

const data: { readonly [C in AppErrorCode]: z.ZodType<AppErrorData[C]> } = {
  INVALID_INPUT: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  UNAUTHENTICATED: z.object({ reason: z.string() }),
  FORBIDDEN: z.object({ permission: z.string(), nodeId: z.string().optional(), wouldGrant: z.string() }),
  NOT_FOUND: z.object({
    kind: z.string(),
    id: z.string(),
    field: z.string().optional(),
    cure: z.string().optional(),
  }),
  CONFLICT: z.object({ field: z.string(), reason: z.string() }),
  BUSY: z.object({ by: z.string(), since: z.string().optional() }),
  UNREACHABLE: z.object({
    server: z.string(),
    reason: z.enum(['dns', 'refused', 'timeout', 'auth', 'host-key', 'closed']),
    detail: z.string().optional(),
    pinned: z.string().optional(),
    offered: z.string().optional(),
  }),
  REMOTE_FAILED: z.object({
    server: z.string(),
    action: z.string(),
    exitCode: z.number().optional(),
    stderr: z.string().optional(),
    cure: z.string().optional(),
    curedBy: z.enum(cures).optional(),
    isPassing: z.boolean().optional(),
  }),
  CANCELLED: z.object({ what: z.string() }),
  LIMIT: z.object({
    what: z.string(),
    limit: z.number().optional(),
    retryAt: z.string().optional(),
    cure: z.string().optional(),
  }),
};

const declare = <C extends AppErrorCode>(code: C) => ({ status: errorStatus[code], data: data[code] });

/** The error map of every procedure: the codes of `model/errors.ts` with their data, and INTERNAL for bugs. */
export const contractErrors = {
  INVALID_INPUT: declare('INVALID_INPUT'),
  UNAUTHENTICATED: declare('UNAUTHENTICATED'),
  FORBIDDEN: declare('FORBIDDEN'),
  NOT_FOUND: declare('NOT_FOUND'),
  CONFLICT: declare('CONFLICT'),
  BUSY: declare('BUSY'),
  UNREACHABLE: declare('UNREACHABLE'),
  REMOTE_FAILED: declare('REMOTE_FAILED'),
  CANCELLED: declare('CANCELLED'),
  LIMIT: declare('LIMIT'),
  INTERNAL: { status: 500, data: z.object({ incident: z.string() }) },
};
