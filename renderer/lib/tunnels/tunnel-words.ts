import type { Tunnel } from '#shared/contract/tunnel.ts';
import { isLoopback } from '#shared/model/loopback.ts';
import { counted, formatBytes } from '../format.ts';

/** What a client is given to connect to. */
export const tunnelAddress = ({ localHost, localPort }: Tunnel): string => `${localHost}:${localPort}`;

/** What goes through it now, and went so far. */
export function trafficWords({ connections, sentBytes, receivedBytes }: Tunnel): string {
  const open = connections === 0 ? 'No connection open' : `${counted(connections, 'connection')} open`;
  return `${open} · ${formatBytes(sentBytes)} sent · ${formatBytes(receivedBytes)} received`;
}

/** Which machine its port is on, seen from a window; `host` is where the window has its page from. */
export function placeWords(isDesktop: boolean, host: string): string {
  if (isDesktop) return 'On this computer alone.';
  const where = isLoopback(host) ? 'the machine that Quayside runs on' : host;
  return `On ${where}, and reached from there alone.`;
}

/** How somebody with SSH to the machine of the port has it on their own; undefined where it may be their own. */
export function forwardCommand(tunnel: Tunnel, isDesktop: boolean, host: string): string | undefined {
  if (isDesktop || isLoopback(host) || !/^[a-z0-9._:-]+$/i.test(host)) return undefined;
  return `ssh -N -L ${tunnel.localPort}:${tunnelAddress(tunnel)} ${host}`;
}

/** A port as it is typed; null for none, undefined for what is no port. */
export function portOf(typed: string, lowest = 1): number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= lowest && port <= 65_535 ? port : undefined;
}
