import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { CertificateParts } from './context.ts';
import { createCertificate } from './create.ts';
import { deleteCertificate } from './delete.ts';
import { certificateOf, certificatesOf } from './queries.ts';
import { replaceCertificate } from './replace.ts';
import { updateCertificate } from './update.ts';
import { usageOf } from './uses.ts';

export function createCertificateRouter({
  rpc: plain,
  routing,
}: CertificateParts & { readonly rpc: Rpc }): RouterOf<Contract['certificate']> {
  const rpc = withParts(plain, { routing });
  return {
    list: rpc.certificate.list.handler(({ input, context }) =>
      certificatesOf(context.store, input.organizationId),
    ),
    create: rpc.certificate.create.handler(({ input, context }) => createCertificate(context, input)),
    get: rpc.certificate.get.handler(({ input, context }) =>
      certificateOf(context.store, input.certificateId),
    ),
    usage: rpc.certificate.usage.handler(({ input, context }) => usageOf(context, input.certificateId)),
    update: rpc.certificate.update.handler(({ input, context }) => updateCertificate(context, input)),
    replace: rpc.certificate.replace.handler(({ input, context }) => replaceCertificate(context, input)),
    delete: rpc.certificate.delete.handler(({ input, context }) =>
      deleteCertificate(context, input.certificateId),
    ),
  };
}
