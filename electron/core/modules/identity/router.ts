import type { Contract } from '#shared/contract/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { ownKeys, rotateKeys } from './own-keys.ts';
import { forgetIssuer, trustedIssuers, trustIssuer } from './trusted-issuers.ts';

export function createIdentityRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['identity']> {
  return {
    mine: rpc.identity.mine.handler(({ context }) => ownKeys(context)),
    rotate: rpc.identity.rotate.handler(({ context }) => rotateKeys(context)),
    trusted: rpc.identity.trusted.handler(({ context }) => trustedIssuers(context)),
    trust: rpc.identity.trust.handler(({ input, context }) => trustIssuer(context, input)),
    forget: rpc.identity.forget.handler(({ input, context }) => {
      forgetIssuer(context, input);
      return {};
    }),
  };
}
