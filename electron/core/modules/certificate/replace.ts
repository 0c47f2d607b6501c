import type { Certificate } from '#shared/contract/certificate.ts';
import { uncoveredHosts } from '#shared/model/domain/certificate-hosts.ts';
import { AppError } from '#shared/model/errors.ts';
import { requireCurrent } from '../node/index.ts';
import type { CertificateContext } from './context.ts';
import { columnsOf, toldOf } from './create.ts';
import { certificateOf, certificateRow, openKey, sealKey } from './queries.ts';
import { type Pair, readPair } from './read-pair.ts';
import { type Use, usesOf } from './uses.ts';

interface Replacement {
  readonly certificateId: string;
  readonly chain: string;
  readonly privateKey?: string | undefined;
  readonly version?: number | undefined;
}

/**
 * Puts another certificate in the place of one, and takes it to each server whose visitors are shown it; answers before
 * that is done. CONFLICT on `chain` where it is not for the hosts of a domain that shows it, or has not begun.
 */
export function replaceCertificate(context: CertificateContext, input: Replacement): Certificate {
  const { store, routing } = context;
  const { certificateId: id, chain, version } = input;
  const services = context.write((tx) => {
    const before = certificateRow(store, id);
    requireCurrent(before, version);
    const pair = readPair({ chain, privateKey: input.privateKey ?? openKey(store, before) }, tx.now);
    const uses = usesOf(store, id);
    requireFitFor(context, uses, pair);
    const columns = {
      ...columnsOf(pair),
      private_key: sealKey(tx.sealer, id, pair.privateKey),
      given_at: tx.now,
      version: before.version + 1,
    };
    tx.change('certificate', id, {}, { columns, changes: toldOf(pair) });
    const affected = [...new Set(uses.map(({ serviceId }) => serviceId))];
    for (const serviceId of affected) routing.noteChange(tx, serviceId);
    return affected;
  });
  for (const serviceId of services) routing.changed(serviceId);
  return certificateOf(store, id);
}

/** Nobody's visitors are shown a certificate that their browser refuses; what the caller may not read is not named. */
function requireFitFor({ store, caller }: CertificateContext, uses: readonly Use[], pair: Pair): void {
  if (uses.length === 0) return;
  if (pair.notBefore > store.now()) {
    const reason = `begins on ${new Date(pair.notBefore).toISOString()}; domains show this one now`;
    throw new AppError('CONFLICT', { field: 'chain', reason });
  }
  const unfit = uses.flatMap((use) =>
    uncoveredHosts(pair.hosts, use).map((name) => ({ domainId: use.domainId, name })),
  );
  if (unfit.length === 0) return;
  const seen = unfit.filter(({ domainId }) => store.access.canRead(caller.subject, domainId));
  const named = [...new Set(seen.map(({ name }) => name))].slice(0, 5).join(', ');
  const which = named || 'domains that you may not see';
  throw new AppError('CONFLICT', {
    field: 'chain',
    reason: `is not for ${which}, which the one of before is shown for`,
  });
}
