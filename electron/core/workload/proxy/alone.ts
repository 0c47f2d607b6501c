import { caddyConfig } from './caddy/config.ts';
import { caddyFile } from './caddy/service-file.ts';
import { keepingStreams } from './caddy/streams.ts';
import type { ProxyType } from './place.ts';
import { proxies } from './proxies.ts';
import { type Acme, firstPlaces, type ServiceRoutes } from './routes.ts';
import { fileText } from './traefik/file-text.ts';
import { traefikFile } from './traefik/service-file.ts';
import { staticConfig } from './traefik/static-config.ts';

/** A proxy that leads to services by files alone, with nobody who changes them. */
export interface ProxyAlone {
  readonly image: string;
  readonly command: readonly string[];
  /** By their paths in `folder`. */
  readonly files: Readonly<Record<string, string>>;
  /** Where its container finds them. */
  readonly folder: string;
  /** Where its container keeps certificates. */
  readonly data: string;
}

const folder = '/etc/quayside/proxy';
const acme: Acme = { email: null, directory: null, roots: null };

/** Writes the files of a proxy for all routes at once. */
export function proxyAlone(type: ProxyType, all: readonly ServiceRoutes[]): ProxyAlone {
  const { image, argv } = proxies[type].container(acme);
  return { image, command: argv, files: writers[type](all), folder, data: '/data' };
}

const writers: Readonly<Record<ProxyType, (all: readonly ServiceRoutes[]) => Record<string, string>>> = {
  caddy: (all) => ({
    'caddy.json': `${JSON.stringify(keepingStreams(caddyConfig(all.map(caddyFile), acme)), null, 2)}\n`,
  }),
  traefik: (all) => ({
    'traefik.yml': fileText(staticConfig(acme)),
    ...Object.fromEntries(
      all.map((each) => [`routes/${each.serviceId}.yml`, fileText(traefikFile(each, firstPlaces))]),
    ),
  }),
};
