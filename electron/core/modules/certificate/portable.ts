import { CertificateChain, CertificateKey } from '#shared/contract/certificate.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { createCertificate } from './create.ts';
import { certificateRow } from './queries.ts';

/** A certificate in a bundle: what every visitor is sent of it anyway. */
export const certificatePortable: Portable = {
  fields: { chain: CertificateChain },
  secrets: { privateKey: CertificateKey },
  read: ({ store }, id) => certificateRow(store, id),
  create: ({ context, organizationId }, { name, fields, secrets }) =>
    createCertificate(context, {
      ...{ organizationId, name },
      chain: String(fields.chain),
      privateKey: String(secrets.privateKey),
    }).id,
  update(_making, { fields }) {
    if (fields.chain === undefined) return;
    const message = 'takes its key along; replace the certificate on its own page, and skip it here';
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'chain', message }] });
  },
};
