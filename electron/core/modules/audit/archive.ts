import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AuditArchive } from '#shared/contract/audit.ts';
import { exportEnd, exportHead, exportLine } from '#shared/model/audit-export.ts';
import { AppError } from '#shared/model/errors.ts';
import { type AuditRow, auditHash, isSame, markMac, rowMac } from '../../rpc/index.ts';
import type { Database } from '../../store/database.ts';
import type { Sealer } from '../../store/sealed.ts';
import { instant, requireTypedName } from '../node/index.ts';
import { archiveFolder, readArchive, writeArchive } from './archive-file.ts';
import type { AuditContext } from './context.ts';
import { pause } from './slices.ts';
import { type ChainStart, chainHeadOf, rowsAfter, startOfChain } from './verify.ts';

const rowsAtOnce = 500;

interface Chain {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly organizationId: string;
  readonly start: ChainStart;
  /** Events at this instant and later stay. */
  readonly before: number;
}

/** The unbroken beginning of a chain that is older than asked for; a broken one is evidence, and stays whole. */
async function* oldRows({
  database,
  sealer,
  organizationId,
  start,
  before,
}: Chain): AsyncGenerator<AuditRow> {
  let { position, hash } = start;
  const through = Number.MAX_SAFE_INTEGER;
  while (true) {
    const rows = rowsAfter(database, { organizationId, after: position, through, limit: rowsAtOnce });
    for (const row of rows) {
      if (row.at >= before) return;
      const isForged = row.format !== 1 && !isSame(row.mac, rowMac(sealer, row.hash));
      if (row.position !== position + 1 || !isSame(auditHash(hash, row), row.hash) || isForged) {
        const reason = `the chain is broken at event ${position + 1}; verify it, and keep the store as it is`;
        throw new AppError('CONFLICT', { field: 'before', reason });
      }
      ({ position, hash } = row);
      yield row;
    }
    if (rows.length < rowsAtOnce) return;
    await pause();
  }
}

interface Written {
  readonly count: number;
  readonly last: AuditRow | undefined;
}

async function* textsOf(
  chain: Chain,
  exportedAt: string,
  told: (written: Written) => void,
): AsyncGenerator<string> {
  yield exportHead({ organizationId: chain.organizationId, exportedAt, isComplete: true });
  let previous = Buffer.from(chain.start.hash).toString('hex');
  let count = 0;
  let last: AuditRow | undefined;
  for await (const row of oldRows(chain)) {
    const hash = Buffer.from(row.hash).toString('hex');
    yield exportLine(row, {
      previousHash: previous,
      hash,
      mac: row.mac && Buffer.from(row.mac).toString('hex'),
    });
    previous = hash;
    count += 1;
    last = row;
  }
  yield exportEnd(
    { count, lastHash: last ? previous : '' },
    chainHeadOf(chain.database, chain.organizationId),
  );
  told({ count, last });
}

const requireFolder = (context: AuditContext): string => {
  const { dataFolder } = context.host;
  if (dataFolder !== null) return dataFolder;
  throw new AppError('CONFLICT', { field: 'before', reason: 'this store is in memory, and has no folder' });
};

const nothingToArchive = (before: string): AppError =>
  new AppError('CONFLICT', {
    field: 'before',
    reason: `there is no event before ${before} that is not archived yet; choose a later day`,
  });

interface File {
  readonly path: string;
  readonly sha256: string;
  readonly last: AuditRow;
}

/** Writes the file and believes in it only once it was read back from the disk. */
const writeFile = async (chain: Chain, dataFolder: string, now: number): Promise<File | undefined> => {
  let written: Written | undefined;
  // Two that begin in the same millisecond have a file each, which the one that is refused removes.
  const name = `${chain.organizationId}-from-${chain.start.position + 1}-${now}-${randomUUID().slice(0, 8)}.jsonl`;
  const path = join(archiveFolder(dataFolder), name);
  try {
    await writeArchive(
      dataFolder,
      name,
      textsOf(chain, instant(now), (told) => {
        written = told;
      }),
    );
    const { verdict, sha256 } = await readArchive(path);
    const last = written?.last;
    const isWhole = verdict.firstBroken === null && verdict.lastPosition === last?.position;
    if (last && !isWhole) throw new Error(`the archive ${path} was read back damaged: ${verdict.reason}`);
    if (last) return { path, sha256, last };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  await rm(path, { force: true });
  return undefined;
};

/** Records the mark, from which the chain begins now; the event says what the mark does. */
const recordMark = (context: AuditContext, chain: Chain, file: File): AuditArchive => {
  const { organizationId, start } = chain;
  const { last, sha256 } = file;
  const by = context.caller.name;
  const name = basename(file.path);
  const lastHash = Buffer.from(last.hash).toString('hex');
  const after = { file: name, from: start.position + 1, through: last.position, lastHash, sha256 };
  return context.write((tx) => {
    const { connection } = tx.database;
    if (startOfChain(tx.database, organizationId).position !== start.position)
      throw new AppError('CONFLICT', {
        field: 'before',
        reason: 'somebody else archived just now; look again',
      });
    const mark = {
      organization_id: organizationId,
      through: last.position,
      first: after.from,
      hash: last.hash,
      file: name,
      sha256,
      at: tx.now,
      by,
    };
    connection
      .prepare('INSERT INTO audit_archive VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...Object.values(mark), markMac(tx.sealer, mark));
    tx.announce({ kind: 'organization', nodeId: organizationId, verb: 'updated' });
    tx.audit({
      fact: { type: 'archived', from: after.from, through: last.position, sha256 },
      changes: [{ field: 'archive', after }],
    });
    return { ...after, at: instant(tx.now), by, isPresent: true };
  });
};

const recordOrRemove = async (context: AuditContext, chain: Chain, file: File): Promise<AuditArchive> => {
  try {
    context.judgeAgain();
    return recordMark(context, chain, file);
  } catch (error) {
    await rm(file.path, { force: true });
    throw error;
  }
};

/**
 * Moves the events before an instant to a file: written, forced to the disk and read back first, then the mark is
 * recorded. Whatever fails before that leaves the store as it was; from then on the chain is read and verified from the
 * mark on, and the rows below it go little by little.
 */
export const archiveEvents = async (
  context: AuditContext,
  input: { organizationId: string; before: string; typedName: string },
): Promise<AuditArchive> => {
  const { organizationId, before, typedName } = input;
  requireTypedName(context, organizationId, typedName);
  const dataFolder = requireFolder(context);
  const { database, sealer, now } = context.store;
  const start = startOfChain(database, organizationId);
  const chain: Chain = { database, sealer, organizationId, start, before: Date.parse(before) };
  const file = await writeFile(chain, dataFolder, now());
  if (!file) throw nothingToArchive(before);
  const archive = await recordOrRemove(context, chain, file);
  context.auditSearch.forget(organizationId);
  await context.auditSearch.removeArchived();
  return archive;
};
