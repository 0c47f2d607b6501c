import { createRouterClient } from '@orpc/server';
import type { Core } from '#core/create-core.ts';
import type { TestClient } from './create-test-core.ts';

/** A client in this process that comes with an API key at each request, as it would over HTTP. */
export const keyClient = (core: Core, secret: string): TestClient => {
  const { context } = core.openSession({ transport: 'in-process' });
  const { connectionId } = context.whoAsks();
  return createRouterClient(core.router, {
    context: () => {
      const { whoAsks } = core.services.apiKeys.admit(secret, '127.0.0.1');
      return { ...context, whoAsks: () => ({ ...whoAsks(), transport: 'in-process', connectionId }) };
    },
    interceptors: core.handlerOptions.clientInterceptors as never,
  }) as TestClient;
};
