import { type ChainedRow, hashedText } from './audit-chain.ts';

const format = 'quayside-audit-2';
/** Files from before events said facts and had codes: their lines are checked as they were written. */
const formatBefore = 'quayside-audit-1';
const noExport = 'this is no audit export of Quayside';

/** The first line of an export. `isComplete`: nothing was filtered out, so positions follow one another. */
export interface ExportHead {
  readonly organizationId: string;
  readonly exportedAt: string;
  readonly isComplete: boolean;
}

/** One line of JSON, with its end. */
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

export const exportHead = (head: ExportHead): string => line({ format, ...head });

/** One event as a line: all that is hashed, the hash before it, its own, and its code under the key of the store. */
export const exportLine = (
  row: ChainedRow,
  hashes: { previousHash: string; hash: string; mac: string | null },
): string =>
  line({
    organizationId: row.organization_id,
    position: row.position,
    at: new Date(row.at).toISOString(),
    actorId: row.actor_id,
    actor: row.actor_name,
    viaType: row.via_type,
    viaId: row.via_id,
    via: row.via_label,
    transport: row.transport,
    operation: row.operation,
    permission: row.permission,
    nodeId: row.node_id,
    nodePath: row.node_path,
    node: row.node_name,
    outcome: row.outcome,
    changes: JSON.parse(row.changes) as unknown,
    detail: row.detail,
    rowFormat: row.format,
    facts: JSON.parse(row.facts) as unknown,
    named: row.named,
    ...hashes,
  });

/** Where the whole chain ends, with its code: kept elsewhere, it shows later whether the chain was set back. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
  readonly mac: string;
}

/** The last line: without it a file was cut off. */
export const exportEnd = (end: { count: number; lastHash: string }, head: ChainHead | null): string =>
  line({ end, head });

/** What checking an exported file found; `firstBroken` is a line of the file, from 1. */
export interface ExportVerdict {
  readonly events: number;
  readonly isComplete: boolean;
  readonly firstBroken: number | null;
  readonly reason: string;
  /** To be compared with the position and hash that the store shows. */
  readonly lastPosition: number | null;
  readonly lastHash: string | null;
  /** Events that carry a code under the key of their host, which a file alone cannot check. */
  readonly keyed: number;
}

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const rowOf = (fields: Fields): ChainedRow => ({
  organization_id: textOrNull(fields.organizationId),
  position: Number(fields.position),
  at: Date.parse(text(fields.at)),
  actor_id: textOrNull(fields.actorId),
  actor_name: text(fields.actor),
  via_type: textOrNull(fields.viaType),
  via_id: textOrNull(fields.viaId),
  via_label: textOrNull(fields.via),
  transport: text(fields.transport),
  operation: text(fields.operation),
  permission: textOrNull(fields.permission),
  node_id: textOrNull(fields.nodeId),
  node_path: text(fields.nodePath),
  node_name: textOrNull(fields.node),
  outcome: text(fields.outcome),
  changes: JSON.stringify(fields.changes ?? null),
  detail: text(fields.detail),
  format: fields.rowFormat === undefined ? 1 : Number(fields.rowFormat),
  facts: JSON.stringify(fields.facts ?? []),
  named: text(fields.named),
});

const parse = (each: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(each);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Checks an export line by line, so that a file of any length fits; `sha256` answers hexadecimal text. */
export class ExportVerifier {
  readonly #sha256: (text: string) => string;
  #line = 0;
  #events = 0;
  #keyed = 0;
  #isComplete = false;
  #isOver = false;
  #broken: { line: number; reason: string } | undefined;
  #last: { position: number; hash: string } | undefined;

  constructor(sha256: (text: string) => string) {
    this.#sha256 = sha256;
  }

  #break(reason: string): void {
    this.#broken ??= { line: this.#line, reason };
  }

  /** Takes the next line, without its end. */
  add(content: string): void {
    this.#line += 1;
    if (this.#broken) return;
    const fields = parse(content);
    const reason = fields ? this.#faultOrTooDeep(fields) : this.#unreadable(content);
    if (reason) this.#break(reason);
  }

  #unreadable(content: string): string {
    if (this.#line > 1) return 'this line is no JSON object';
    return content.startsWith('"position",')
      ? 'a CSV export leaves out what the hashes were made of; export as JSONL to have it checked'
      : noExport;
  }

  /** JSON can be read that is nested deeper than it can be written again to be hashed. */
  #faultOrTooDeep(fields: Fields): string | undefined {
    try {
      return this.#faultOf(fields);
    } catch (error) {
      if (error instanceof RangeError) return 'this line is nested too deeply to be an event';
      throw error;
    }
  }

  #faultOf(fields: Fields): string | undefined {
    if (this.#line === 1) {
      this.#isComplete = fields.isComplete === true;
      return fields.format === format || fields.format === formatBefore ? undefined : noExport;
    }
    if (this.#isOver) return 'something follows the last line';
    const isEnd = typeof fields.end === 'object' && fields.end !== null;
    return isEnd ? this.#end(fields.end as Fields) : this.#event(fields);
  }

  #event(fields: Fields): string | undefined {
    const row = rowOf(fields);
    const previousHash = text(fields.previousHash);
    const hash = this.#sha256(hashedText(previousHash, row));
    const last = this.#last;
    if (hash !== fields.hash) return 'the event was changed after it was written';
    if (last && row.position <= last.position) return 'the events are out of order';
    const isNext = last === undefined || row.position === last.position + 1;
    if (this.#isComplete && !isNext) return 'an event is missing before this one';
    if (last && isNext && previousHash !== last.hash) return 'the event does not follow the one before it';
    // whoever has no key can still see that one is missing: codes never stop once they began
    const hasCode = /^[0-9a-f]{64}$/.test(text(fields.mac));
    if (row.format === 1 ? this.#keyed > 0 || hasCode : !hasCode)
      return 'the event has not the code that it must have';
    if (hasCode) this.#keyed += 1;
    this.#events += 1;
    this.#last = { position: row.position, hash };
    return undefined;
  }

  #end(end: Fields): string | undefined {
    this.#isOver = true;
    const isSame = end.count === this.#events && end.lastHash === (this.#last?.hash ?? '');
    return isSame ? undefined : 'the number of events or the last hash is another one than was written';
  }

  /** What was found, after the last line. */
  verdict(): ExportVerdict {
    if (!this.#isOver) {
      this.#line += 1;
      this.#break('the file was cut off: its last line is missing');
    }
    return {
      events: this.#events,
      isComplete: this.#isComplete,
      firstBroken: this.#broken?.line ?? null,
      reason: this.#broken?.reason ?? '',
      lastPosition: this.#last?.position ?? null,
      lastHash: this.#last?.hash ?? null,
      keyed: this.#keyed,
    };
  }
}

/** Checks a whole export in one text. */
export const verifyExport = (content: string, sha256: (text: string) => string): ExportVerdict => {
  const verifier = new ExportVerifier(sha256);
  for (const each of content.split('\n')) if (each !== '') verifier.add(each);
  return verifier.verdict();
};
