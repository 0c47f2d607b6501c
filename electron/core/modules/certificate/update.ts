import type { Certificate } from '#shared/contract/certificate.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireCurrent } from '../node/index.ts';
import { certificateOf, certificateRow } from './queries.ts';

interface CertificateEdit {
  readonly certificateId: string;
  readonly name?: string | undefined;
  readonly version?: number | undefined;
}

/** Gives a certificate another name. */
export function updateCertificate(context: OperationContext, edit: CertificateEdit): Certificate {
  const { certificateId: id, name, version } = edit;
  context.write((tx) => {
    requireCurrent(certificateRow(context.store, id), version);
    tx.change('certificate', id, { name });
  });
  return certificateOf(context.store, id);
}
