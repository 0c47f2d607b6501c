import { AppError } from '#shared/model/errors.ts';
import { webSchemeOf } from '#shared/model/service-address.ts';
import type { Store } from '../../store/store.ts';
import { serviceTypes, serviceView } from '../../workload/index.ts';
import type { TunnelWish } from './types.ts';

/**
 * The port of a container that a tunnel leads to, and what a browser asks it by. Any port of it may be wanted; INVALID_INPUT
 * where none is, and the service does not say that it listens at exactly one.
 */
export function leadingTo(
  store: Store,
  serviceId: string,
  wanted: number | undefined,
): Pick<TunnelWish, 'port' | 'scheme'> {
  const { spec, type } = serviceView(store, serviceId);
  const content = spec && serviceTypes[type].contentOf(spec);
  const containerPort = wanted ?? onlyPortOf(content?.ports ?? []);
  const healthCommand = content?.healthCheck?.command ?? [];
  const scheme = webSchemeOf({ containerPort, protocol: 'tcp', healthCommand }) ?? null;
  return { port: containerPort, scheme };
}

function onlyPortOf(ports: readonly { containerPort: number; protocol: 'tcp' | 'udp' }[]): number {
  const tcp = new Set(
    ports.flatMap(({ containerPort, protocol }) => (protocol === 'tcp' ? containerPort : [])),
  );
  const [first] = tcp;
  if (first !== undefined && tcp.size === 1) return first;
  const message =
    first === undefined ? 'is needed: the service names none' : `is needed: ${[...tcp].join(' or ')}`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'port', message }] });
}
