/** One line as a log view shows it. `at` is the machine's own clock, `source` the replica or step. */
export interface LogLine {
  readonly at: string;
  readonly stream: 'stdout' | 'stderr' | 'system';
  readonly source: string;
  readonly text: string;
}

/** What a stream of lines delivers at a time. */
export interface LogBatch {
  readonly lines: readonly LogLine[];
  readonly skipped?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A line in a buffer; `seq` stays the same while the buffer scrolls. */
export interface LogRow extends LogLine {
  readonly seq: number;
}
