import type { OpenCore } from '#core/open-core.ts';
import type { CoreRouter } from '#core/router.ts';
import type { Rest } from '../rest/rest.ts';
import type { Sockets } from '../socket/sockets.ts';

/** What is loaded with its first use, so that a start waits for none of it. */
export interface LazyParts {
  rest(): Promise<Rest>;
  openApi(): Promise<string>;
  sockets(): Promise<Sockets>;
  closeSockets(): Promise<void>;
}

export const createLazyParts = (core: OpenCore, heartbeatMs: number): LazyParts => {
  let made: Promise<CoreRouter> | undefined;
  const router = (): Promise<CoreRouter> => {
    made ??= import('#core/router.ts').then(({ createRouter }) => createRouter(core.services));
    return made;
  };
  let rest: Promise<Rest> | undefined;
  let openApi: Promise<string> | undefined;
  let sockets: Promise<Sockets> | undefined;
  return {
    rest: () => {
      rest ??= import('../rest/rest.ts').then(async ({ createRest }) => createRest(core, await router()));
      return rest;
    },
    openApi: () => {
      openApi ??= import('../rest/open-api.ts').then(({ generateOpenApi }) =>
        generateOpenApi(core.services.host.version),
      );
      return openApi;
    },
    sockets: () => {
      sockets ??= import('../socket/sockets.ts').then(async ({ createSockets }) =>
        createSockets(core, await router(), heartbeatMs),
      );
      return sockets;
    },
    closeSockets: async () => (await sockets)?.close(),
  };
};
