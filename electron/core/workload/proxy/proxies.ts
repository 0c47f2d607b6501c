import { caddy } from './caddy/caddy.ts';
import type { ProxyType } from './place.ts';
import type { ServerProxy } from './proxy.ts';
import { traefik } from './traefik/traefik.ts';

/** Every proxy there is, one line each. */
export const proxies: Readonly<Record<ProxyType, ServerProxy>> = { traefik, caddy };
