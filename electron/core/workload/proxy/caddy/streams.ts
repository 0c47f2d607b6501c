/**
 * How long a socket that was upgraded outlives the configuration that it was opened under. Caddy closes all of them when it
 * loads another one, though that is about others (measured with 2.6.2), unless it is told to wait.
 */
const streamCloseDelay = '24h';

/** Whether a Caddy can be told so, by what `caddy version` says; an older one refuses the field. Source: Caddy 2.7.0's notes. */
export function canKeepStreams(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version.trim()) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 7);
}

/** A configuration whose proxies keep their sockets when another one takes its place. */
export function keepingStreams<T>(config: T): T {
  if (Array.isArray(config)) return config.map((each: unknown) => keepingStreams(each)) as T;
  if (typeof config !== 'object' || config === null) return config;
  const inner = Object.fromEntries(Object.entries(config).map(([key, each]) => [key, keepingStreams(each)]));
  const isProxy = 'handler' in config && config.handler === 'reverse_proxy';
  return (isProxy ? { ...inner, stream_close_delay: streamCloseDelay } : inner) as T;
}
