import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { shownCertificates } from '../certificate/index.ts';
import { applyDomain } from './apply.ts';
import type { DomainParts } from './context.ts';
import { createDomain } from './create.ts';
import { deleteDomain } from './delete.ts';
import { lookAtCertificate } from './look-at-certificate.ts';
import { domainOf, domainsOf } from './queries.ts';
import { updateDomain } from './update.ts';

export function createDomainRouter({
  rpc: plain,
  routing,
  certificateWatch,
}: DomainParts & { readonly rpc: Rpc }): RouterOf<Contract['domain']> {
  const rpc = withParts(plain, { routing, certificateWatch });
  return {
    list: rpc.domain.list.handler(({ input, context }) => domainsOf(context.store, input.serviceId)),
    create: rpc.domain.create.handler(({ input, context }) => createDomain(context, input)),
    get: rpc.domain.get.handler(({ input, context }) => domainOf(context.store, input.domainId)),
    update: rpc.domain.update.handler(({ input, context }) => updateDomain(context, input)),
    apply: rpc.domain.apply.handler(({ input, context }) => applyDomain(context, input.domainId)),
    checkDns: rpc.domain.checkDns.handler(async ({ input, context }) => {
      const { checkDns } = await import('./check-dns.ts');
      return checkDns(context, input.domainId);
    }),
    certificates: rpc.domain.certificates.handler(({ input, context }) =>
      shownCertificates(context, input.organizationId),
    ),
    lookAtCertificate: rpc.domain.lookAtCertificate.handler(({ input, context }) =>
      lookAtCertificate(context, input.domainId),
    ),
    delete: rpc.domain.delete.handler(({ input, context }) => deleteDomain(context, input.domainId)),
  };
}
