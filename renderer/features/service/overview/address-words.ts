import type { ServiceAddress } from '#shared/contract/service.ts';

/** An address as it is copied: the link, or the host with its port. */
export function addressText({ url, host, port }: ServiceAddress): string {
  if (url !== null) return url;
  const written = host?.includes(':') ? `[${host}]` : (host ?? 'the server');
  return port === null ? written : `${written}:${port}`;
}

/** From where it is reached. */
export function addressWords({ reach, protocol, port, containerPort }: ServiceAddress): string {
  const kind = protocol === 'udp' ? ' by UDP' : '';
  if (reach === 'server') return `from outside${kind}, port ${containerPort} of the container`;
  return port === null
    ? 'inside the environment only, on the ports that it listens on'
    : `inside the environment${kind}, for the services beside it`;
}

/**
 * The link that Open follows. Only what is `http` or `https` becomes one, whatever the host answered; the desktop lets
 * nothing but `https` out of its window.
 */
export function firstLink(addresses: readonly ServiceAddress[], isDesktop: boolean): string | undefined {
  const allowed = isDesktop ? /^https:\/\// : /^https?:\/\//;
  return addresses.flatMap(({ url }) => (url !== null && allowed.test(url) ? url : []))[0];
}

/** The TCP ports of the container that what runs says it listens at. */
export function tcpPortsOf(addresses: readonly ServiceAddress[]): number[] {
  return [
    ...new Set(
      addresses.flatMap(({ containerPort, protocol }) => (protocol === 'tcp' ? (containerPort ?? []) : [])),
    ),
  ];
}
