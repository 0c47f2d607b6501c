import { hash as hashOf } from 'node:crypto';
import { type ChainedRow, genesisHash, hashedText } from '#shared/model/audit-chain.ts';
import type { Database } from '../store/database.ts';
import type { Sealer } from '../store/sealed.ts';

/** The rows of the trail and the key that they are authenticated by. */
export interface Trail {
  readonly database: Database;
  readonly sealer: Sealer;
}

export const genesis: Uint8Array = Buffer.from(genesisHash, 'hex');

const hexOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

/** Whether two hashes or codes are the same; one that is missing never is. */
export const isSame = (one: Uint8Array | null, other: Uint8Array | null): boolean =>
  one !== null && other !== null && Buffer.compare(one, other) === 0;

/** The hash of a row, from the hash of the one before it in its chain; anybody can compute it. */
export const auditHash = (previous: Uint8Array, row: ChainedRow): Uint8Array =>
  hashOf('sha256', hashedText(hexOf(previous), row), 'buffer');

/** What only a holder of the data key can say of a row: by its hash it covers all rows before it, too. */
export const rowMac = (sealer: Sealer, hash: Uint8Array): Uint8Array =>
  sealer.authenticate(`row\n${hexOf(hash)}`);

/** The same of the end of a chain. It is in no row, so that an earlier end cannot be made from earlier rows. */
export const headMac = (
  sealer: Sealer,
  head: { chain: string; position: number; hash: Uint8Array },
): Uint8Array =>
  sealer.authenticate(`head\n${JSON.stringify([head.chain, head.position, hexOf(head.hash)])}`);

/** A mark up to which events are in a file. */
export interface ArchiveMark {
  readonly organization_id: string;
  readonly through: number;
  readonly first: number;
  readonly hash: Uint8Array;
  readonly file: string;
  readonly sha256: string;
  readonly at: number;
  readonly by: string;
}

/** The same of the mark of an archive, below which a chain begins anew. */
export const markMac = (sealer: Sealer, mark: ArchiveMark): Uint8Array =>
  sealer.authenticate(
    `mark\n${JSON.stringify([
      mark.organization_id,
      mark.through,
      mark.first,
      hexOf(mark.hash),
      mark.file,
      mark.sha256,
      mark.at,
      mark.by,
    ])}`,
  );
