import type { ShownCertificate } from '#shared/contract/domain-certificate.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { shownCertificateOf, shownRow } from '../certificate/index.ts';
import type { DomainContext } from './context.ts';
import { domainOf } from './queries.ts';

/**
 * Looks on its server at what visitors of a domain are shown. CONFLICT where they are shown nothing yet, or what is known
 * without looking.
 */
export async function lookAtCertificate(context: DomainContext, domainId: string): Promise<ShownCertificate> {
  const { store, certificateWatch, signal } = context;
  const { state, https, host } = domainOf(store, domainId);
  const row = shownRow(store, domainId);
  if (!row || isWildcard(host)) refuse('it has no certificate that its proxy gets of an authority');
  if (https === 'acme') {
    if (state === 'waiting' || row.server_id === null) refuse('its service has to be deployed first');
    context.judgeAgain();
    await certificateWatch.look(row, signal);
  }
  return shownCertificateOf(store, domainId) ?? refuse('it is off');
}

function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: '', reason });
}
