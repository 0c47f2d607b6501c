import type { Contract } from '#shared/contract/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { revokeApiKey, updateApiKey } from './change.ts';
import { createApiKey, createToken } from './create.ts';
import { apiKeysFor } from './queries.ts';

export function createApiKeyRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['apiKey']> {
  return {
    list: rpc.apiKey.list.handler(({ input, context }) =>
      apiKeysFor(context.store, context.caller.subject, input),
    ),
    create: rpc.apiKey.create.handler(({ input, context }) => createApiKey(context, input)),
    createToken: rpc.apiKey.createToken.handler(({ input, context }) => createToken(context, input)),
    update: rpc.apiKey.update.handler(({ input, context }) => updateApiKey(context, input)),
    revoke: rpc.apiKey.revoke.handler(({ input, context }) => {
      revokeApiKey(context, input.apiKeyId);
      return {};
    }),
  };
}
