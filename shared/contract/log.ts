import * as z from 'zod';

/** One line of output. `at` is the machine's own clock, `source` the replica or step it came from. */
export const LogLine = z.object({
  at: z.string(),
  stream: z.enum(['stdout', 'stderr', 'system']),
  source: z.string(),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/**
 * Lines that arrived within 50 ms, at most 500 of them. `skipped` counts lines dropped before these because
 * the reader was slow; `cursor` resumes after the last of them.
 */
export const LogBatch = z.object({
  lines: z.array(LogLine),
  skipped: z.number().optional(),
  cursor: z.string().optional(),
});
export type LogBatch = z.infer<typeof LogBatch>;

/** What part of a container log is wanted; the defaults follow from the last 500 lines on. */
export const logInput = {
  tail: z.coerce.number().int().min(0).max(100_000).default(500),
  /** ISO instant or Unix seconds. */
  since: z.string().max(40).optional(),
  until: z.string().max(40).optional(),
  follow: z.stringbool().or(z.boolean()).default(true),
  /** Only lines that hold this text, in any case. */
  search: z.string().max(256).optional(),
};

/** A gauge of a server; bytes are totals, rates are per second. */
export const GaugeSample = z.object({
  at: z.string(),
  cpuPercent: z.number(),
  memoryUsedBytes: z.number(),
  memoryTotalBytes: z.number(),
  diskUsedBytes: z.number(),
  diskTotalBytes: z.number(),
  networkReceivedBytesPerSecond: z.number(),
  networkSentBytesPerSecond: z.number(),
  load1: z.number(),
  uptimeSeconds: z.number(),
});
export type GaugeSample = z.infer<typeof GaugeSample>;
