import { dueWarning } from '#shared/model/domain/certificate-warning.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { appendAudit, byTheHost, placeInStore } from '../../../rpc/index.ts';
import { sql } from '../../../store/database.ts';
import type { Store, Transaction } from '../../../store/store.ts';
import { addNotice } from '../../organization/index.ts';
import { shownRows } from './rows.ts';

/** A certificate that ends, or has ended; told once for each number of days. */
export interface CertificateWarning {
  readonly organizationId: string;
  /** The certificate that was brought along, or the domain whose proxy got one. */
  readonly nodeId: string;
  readonly fingerprint: string;
  readonly notAfter: number;
  /** Whole days that are left at most; 0 where it has ended. */
  readonly days: number;
  /** In words, as a sentence begins: `The certificate “Shop”`. */
  readonly what: string;
  readonly cure: string;
  /** Whose visitors are shown it. */
  readonly serviceIds: readonly string[];
}

/** Tells of a warning in the transaction in which it is written down that it was told. Whoever tells it further joins here. */
type Teller = (tx: Transaction, warning: CertificateWarning) => void;

const tellers: readonly Teller[] = [tellInNotice, tellInTrail, tellInTree];

/** What the proxies get is judged by what was seen of it within this time: it may have been renewed since. */
const freshMs = 24 * 60 * 60 * 1_000;

/** Tells of each certificate that is nearer its end than was told of it yet; answers how many were told. */
export function warnOfEnds(store: Store): number {
  const now = store.now();
  const due = [...ownWarnings(store, now), ...seenWarnings(store, now)].filter(
    (warning) => warning.days < toldDays(store, warning),
  );
  for (const warning of due) {
    store.write((tx) => {
      const { nodeId, fingerprint, days } = warning;
      tx.database.run(
        sql
          .replaceInto('certificate_warning')
          .values({ node_id: nodeId, fingerprint, days, told_at: tx.now }),
      );
      for (const tell of tellers) tell(tx, warning);
    });
  }
  return due.length;
}

function toldDays({ database }: Store, { nodeId, fingerprint }: CertificateWarning): number {
  const query = sql
    .selectFrom('certificate_warning')
    .select('days')
    .where('node_id', '=', nodeId)
    .where('fingerprint', '=', fingerprint);
  return database.first(query)?.days ?? Number.POSITIVE_INFINITY;
}

function ownWarnings({ database }: Store, now: number): CertificateWarning[] {
  const rows = database.all(
    sql
      .selectFrom('certificate')
      .innerJoin('node', 'node.id', 'certificate.id')
      .select(['certificate.id', 'certificate.organization_id', 'node.name'])
      .select(['fingerprint', 'not_before', 'not_after']),
  );
  return rows.flatMap((row) => {
    const days = dueWarning({ notBefore: row.not_before, notAfter: row.not_after, isRenewed: false }, now);
    if (days === null) return [];
    const uses = sql
      .selectFrom('domain')
      .select('service_id')
      .distinct()
      .where('certificate_id', '=', row.id);
    return {
      organizationId: row.organization_id,
      nodeId: row.id,
      fingerprint: row.fingerprint,
      notAfter: row.not_after,
      days,
      what: `The certificate “${row.name ?? ''}”`,
      cure: 'Replace it under Connections → Certificates.',
      serviceIds: database.all(uses).map((use) => use.service_id),
    };
  });
}

function seenWarnings(store: Store, now: number): CertificateWarning[] {
  return shownRows(store).flatMap((row) => {
    const { seen_at: seenAt, not_before: notBefore, not_after: notAfter, fingerprint } = row;
    if (row.https !== 'acme' || row.problem !== null || seenAt === null || now - seenAt > freshMs) return [];
    if (notBefore === null || notAfter === null || fingerprint === null) return [];
    const days = dueWarning({ notBefore, notAfter, isRenewed: true }, now);
    if (days === null) return [];
    return {
      organizationId: row.organization_id,
      nodeId: row.id,
      fingerprint,
      notAfter,
      days,
      what: `The certificate of ${shownHost(row.host)}, which its proxy should have renewed by now,`,
      cure: 'Check the DNS of the domain, and look at the log of the proxy.',
      serviceIds: [row.service_id],
    };
  });
}

/** When it ends, in words that follow its name. */
const endIn = ({ days, notAfter }: CertificateWarning): string => {
  const day = new Date(notAfter).toISOString().slice(0, 10);
  if (days === 0) return `ended on ${day}`;
  return `ends within ${days} ${days === 1 ? 'day' : 'days'}, on ${day}`;
};

function tellInNotice(tx: Transaction, warning: CertificateWarning): void {
  addNotice(tx, warning.organizationId, `${warning.what} ${endIn(warning)}. ${warning.cure}`);
}

function tellInTrail(tx: Transaction, warning: CertificateWarning): void {
  const { nodeId } = warning;
  const place = placeInStore(tx.database, nodeId);
  if (!place) return;
  const { organizationId, path: nodePath, name: nodeName } = place;
  appendAudit(tx, {
    ...{ caller: byTheHost, operation: 'certificate.warn', permission: null, outcome: 'allowed' },
    ...{ organizationId, nodeId, nodePath, nodeName, changes: [] },
    facts: [{ type: 'certificateEnds', end: endIn(warning) }],
  });
}

/** The dot of a service says that its visitors are turned away, or soon will be. */
function tellInTree(tx: Transaction, { serviceIds }: CertificateWarning): void {
  for (const nodeId of serviceIds) tx.announce({ kind: 'service', nodeId, verb: 'state' });
}
