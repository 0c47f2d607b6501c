import type { Certificate } from '#shared/contract/certificate.ts';
import { standingOf } from '#shared/model/domain/certificate-standing.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Sealer } from '../../store/sealed.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

const rows = sql
  .selectFrom('certificate')
  .innerJoin('node', 'node.id', 'certificate.id')
  .selectAll('certificate')
  .select('node.name');

/** A certificate as it is stored, with its name. */
export type CertificateRow = NonNullable<ReturnType<typeof firstRow>>;

/** A certificate by its id, or NOT_FOUND. */
export function certificateRow({ database }: Store, id: string): CertificateRow {
  return requireRow(firstRow(database, id), 'certificate', id);
}

/** A certificate as the contract shows it: nothing of its key. */
export function certificateOf(store: Store, id: string): Certificate {
  return toCertificate(store, certificateRow(store, id));
}

/** The certificates of an organization, by name. */
export function certificatesOf(store: Store, organizationId: string): Certificate[] {
  return store.database
    .all(rows.where('certificate.organization_id', '=', organizationId).orderBy('node.name'))
    .map((row) => toCertificate(store, row));
}

/** The names and addresses that a certificate is for. */
export const hostsOf = ({ hosts }: Pick<CertificateRow, 'hosts'>): string[] => JSON.parse(hosts) as string[];

/** Opens the key of a certificate; CONFLICT where it cannot be opened. */
export function openKey({ sealer }: Store, { id, private_key: key }: CertificateRow): string {
  return sealer.open(key, keyPlace(id));
}

/** Seals a key for one certificate, and for no other. */
export const sealKey = (sealer: Sealer, id: string, key: string) => sealer.seal(key, keyPlace(id));

const keyPlace = (id: string) => ({ table: 'certificate', row: id, column: 'private_key' });

function firstRow(database: Database, id: string) {
  return database.first(rows.where('certificate.id', '=', id));
}

function toCertificate({ now }: Store, row: CertificateRow): Certificate {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    hosts: hostsOf(row),
    issuer: row.issuer,
    keyType: row.key_type,
    fingerprint: row.fingerprint,
    notBefore: instant(row.not_before),
    notAfter: instant(row.not_after),
    standing: standingOf({ notBefore: row.not_before, notAfter: row.not_after }, now()),
    chainLength: row.chain.split('-----BEGIN').length - 1,
    version: row.version,
    createdAt: instant(row.created_at),
    givenAt: instant(row.given_at),
  };
}
