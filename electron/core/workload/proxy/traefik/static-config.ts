import type { Acme } from '../routes.ts';
import { certificateResolver, entryPoints } from './service-file.ts';

type Json = Record<string, unknown>;

/** Where Traefik's API listens: inside its container alone, reached by programs that are run there. */
export const apiAddress = '127.0.0.1:8099';

/** How Traefik starts; a change of it needs a restart. */
export function staticConfig({ email, directory }: Acme): Json {
  return {
    entryPoints: {
      [entryPoints.http]: { address: ':80' },
      [entryPoints.https]: { address: ':443' },
      traefik: { address: apiAddress },
    },
    api: { insecure: true, dashboard: false },
    providers: { file: { directory: '/etc/quayside/proxy/routes', watch: true } },
    certificatesResolvers: {
      [certificateResolver]: {
        acme: {
          ...(email === null ? {} : { email }),
          ...(directory === null ? {} : { caServer: directory }),
          storage: '/data/acme.json',
          httpChallenge: { entryPoint: entryPoints.http },
        },
      },
    },
    // connections without a request are counted as open until they are closed
    serversTransport: { forwardingTimeouts: { idleConnTimeout: '5s' } },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
  };
}
