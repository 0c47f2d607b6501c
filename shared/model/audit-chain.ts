/** A row of the audit trail as it is hashed: column by column, `changes` and `facts` as the JSON text that was stored. */
export interface ChainedRow {
  readonly organization_id: string | null;
  readonly position: number;
  readonly at: number;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via_type: string | null;
  readonly via_id: string | null;
  readonly via_label: string | null;
  readonly transport: string;
  readonly operation: string;
  readonly permission: string | null;
  readonly node_id: string | null;
  readonly node_path: string;
  readonly node_name: string | null;
  readonly outcome: string;
  readonly changes: string;
  readonly detail: string;
  /** 1 for a row from before there were facts; its last two columns are no part of its hash. */
  readonly format: number;
  readonly facts: string;
  readonly named: string;
}

/** The hash that the first row of every chain follows: 32 zero bytes, as hexadecimal text. */
export const genesisHash = '0'.repeat(64);

/** The fields of a row in the order in which they are hashed, which is that of the columns. */
export const chainedValues = (row: ChainedRow): (string | number | null)[] => [
  row.organization_id,
  row.position,
  row.at,
  row.actor_id,
  row.actor_name,
  row.via_type,
  row.via_id,
  row.via_label,
  row.transport,
  row.operation,
  row.permission,
  row.node_id,
  row.node_path,
  row.node_name,
  row.outcome,
  row.changes,
  row.detail,
  ...(row.format >= 2 ? [row.format, row.facts, row.named] : []),
];

/**
 * What is hashed of a row: the hash before it in hexadecimal, a line feed, and its fields as a JSON list in this
 * order. The hash is SHA-256 of that in UTF-8, so that an exported file can be checked with any tool.
 */
export const hashedText = (previousHash: string, row: ChainedRow): string =>
  `${previousHash}\n${JSON.stringify(chainedValues(row))}`;
