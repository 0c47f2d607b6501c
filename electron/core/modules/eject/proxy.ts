import type { EjectedFile, Ejection } from '#shared/contract/ejection.ts';
import { type ProxyType, proxyAlone, type ServiceRoutes } from '../../workload/index.ts';
import type { Unit } from './gather.ts';

/** A proxy as a service of a project, with its files. */
export interface EjectedProxy {
  readonly services: Readonly<Record<string, object>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly files: readonly EjectedFile[];
  readonly notes: Ejection['notes'];
}

/** The proxy that leads the domains of some services to them; nothing where none has one. */
export function proxyOf(type: ProxyType | undefined, units: readonly Unit[]): EjectedProxy | undefined {
  const led = units.filter(({ routes }) => routes.length > 0);
  if (type === undefined || led.length === 0) return undefined;
  const { image, command, files, data, folder } = proxyAlone(
    type,
    led.map((unit) => routesOf(unit, units)),
  );
  const key = freeKey(units);
  return {
    services: {
      [key]: {
        image,
        command,
        ports: [80, 443].map((port) => ({ target: port, published: String(port), protocol: 'tcp' })),
        volumes: [
          { type: 'bind', source: './proxy', target: folder, read_only: true },
          { type: 'volume', source: 'proxy-data', target: data },
        ],
        networks: ['default'],
        restart: 'unless-stopped',
      },
    },
    volumes: { 'proxy-data': {} },
    files: Object.entries(files).map(([path, text]) => ({ path: `proxy/${path}`, text, mode: '600' })),
    notes: [
      'The proxy holds ports 80 and 443 of the server: end the one that Quayside put there first.',
      ...led.flatMap(({ routes }) => routes.flatMap((route) => notesOn(route, units))),
      'Certificates are asked for anew, without an address for the authority to write to; add one in its files.',
    ],
  };
}

function notesOn({ host, shares }: Unit['routes'][number], units: readonly Unit[]): string[] {
  const hasLost = shares.some((share) => !units.some(({ view }) => view.id === share.serviceId));
  return hasLost
    ? [`What other services answer of ${host} is answered by its own, since they are not in here.`]
    : [];
}

/** What others answer of a domain is left to its own service where they do not come along. */
const routesOf = ({ view, routes, alias }: Unit, units: readonly Unit[]): ServiceRoutes => ({
  serviceId: view.id,
  routes: routes.map((route) => ({
    ...route,
    shares: route.shares.flatMap((share) => {
      const upstream = units.find((unit) => unit.view.id === share.serviceId)?.alias;
      return upstream === undefined ? [] : [{ ...share, upstream }];
    }),
  })),
  hostOf: (part) => (part === null ? alias : `${part}.${alias}`),
});

function freeKey(units: readonly Unit[]): string {
  let key = 'proxy';
  while (units.some(({ alias }) => alias === key)) key = `quayside-${key}`;
  return key;
}
