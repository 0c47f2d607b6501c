import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Io } from '../io.ts';

type World = Pick<Io, 'env' | 'platform' | 'home'>;

const pathOf = ({ env, platform, home }: World): string => {
  if (platform === 'win32') return `${env.APPDATA || `${home}\\AppData\\Roaming`}\\Quayside\\sessions.json`;
  if (platform === 'darwin') return `${home}/Library/Application Support/Quayside/sessions.json`;
  const folder = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : `${home}/.config`;
  return `${folder}/quayside/sessions.json`;
};

const readAll = (path: string): Record<string, unknown> => {
  if (!existsSync(path)) return {};
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
};

const read = (key: string, world: World): string | undefined => {
  const path = pathOf(world);
  const isPrivate = world.platform === 'win32' || !existsSync(path) || (statSync(path).mode & 0o077) === 0;
  const token = isPrivate ? readAll(path)[key] : undefined;
  return typeof token === 'string' ? token : undefined;
};

/** The token of `quayside login` for a host; none from a file that others may read. */
export const keptSession = (origin: string, world: World): string | undefined => read(origin, world);

const deviceKey = (origin: string, email: string): string => `device ${origin} ${email.trim().toLowerCase()}`;

/** What tells a host that somebody signed in from here before; it outlives the session, and opens nothing. */
export const keptDevice = (origin: string, email: string, world: World): string | undefined =>
  read(deviceKey(origin, email), world);

export function keepDevice(origin: string, email: string, device: string, world: World): void {
  write(deviceKey(origin, email), device, world);
}

/** Keeps the token of a host's session, or forgets it; the file is nobody else's to read. */
export const keepSession = (origin: string, token: string | undefined, world: World): void =>
  write(origin, token, world);

const write = (key: string, token: string | undefined, world: World): void => {
  const path = pathOf(world);
  const { [key]: _, ...others } = readAll(path);
  if (token === undefined && !existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}`;
  const kept = token === undefined ? others : { ...others, [key]: token };
  writeFileSync(fresh, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, path);
};
