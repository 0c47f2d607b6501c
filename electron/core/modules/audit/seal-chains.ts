import { type ArchiveMark, appendAudit, byTheHost, headMac, markMac } from '../../rpc/index.ts';
import type { Transaction } from '../../store/store.ts';

type SealingTrail = Pick<Transaction, 'database' | 'sealer' | 'now'>;

interface UnkeyedHead {
  readonly chain: string;
  readonly position: number;
  readonly hash: Uint8Array;
}

/**
 * Seals the chains of a store that was written before there was a key: an event under the key at the end of each, which
 * covers all before it, and a code for each mark of an archive. Only a store in which nothing at all has a code is one of
 * those; in any other, what has none was put there by somebody else, and verifying finds it.
 */
export function sealOldChains(trail: SealingTrail): void {
  const { connection } = trail.database;
  connection
    .transaction(() => {
      if (isKeyed(trail)) return;
      const heads = connection.prepare('SELECT chain, position, hash FROM audit_head').all() as UnkeyedHead[];
      for (const head of heads) sealChain(trail, head);
      sealMarks(trail);
    })
    .immediate();
}

function isKeyed({ database: { connection } }: SealingTrail): boolean {
  const keyed = connection.prepare(`SELECT EXISTS (SELECT 1 FROM audit_head WHERE mac IS NOT NULL)
    OR EXISTS (SELECT 1 FROM audit_archive WHERE mac IS NOT NULL)
    OR EXISTS (SELECT 1 FROM audit_event WHERE mac IS NOT NULL)`);
  return keyed.pluck().get() === 1;
}

function sealChain(trail: SealingTrail, { chain, position, hash }: UnkeyedHead): void {
  const organizationId = chain === '' ? null : chain;
  const fact = { type: 'sealed', position, hash: Buffer.from(hash).toString('hex') } as const;
  sealHead(trail, { chain, position, hash });
  appendAudit(trail, {
    caller: byTheHost,
    operation: 'audit.seal',
    permission: null,
    organizationId,
    nodeId: organizationId,
    nodePath: chain,
    nodeName: null,
    outcome: 'allowed',
    changes: [],
    facts: [fact],
  });
}

/** The old end becomes an own one, so that the next event may follow it. */
function sealHead({ database, sealer }: SealingTrail, head: UnkeyedHead): void {
  database.connection
    .prepare('UPDATE audit_head SET mac = ? WHERE chain = ?')
    .run(headMac(sealer, head), head.chain);
}

function sealMarks({ database: { connection }, sealer }: SealingTrail): void {
  const marks = connection.prepare('SELECT * FROM audit_archive').all() as ArchiveMark[];
  const set = connection.prepare(
    'UPDATE audit_archive SET mac = ? WHERE organization_id = ? AND through = ?',
  );
  for (const mark of marks) set.run(markMac(sealer, mark), mark.organization_id, mark.through);
}
