import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isApiKey, looksLikeApiKey } from '#shared/model/api-key.ts';
import { defaultDataFolder, hostFileName, parseHostFile } from '#shared/model/host-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { keptSession } from './kept-sessions.ts';

/** Where requests go, and what signs them. */
export interface HostAddress {
  readonly url: URL;
  /** Undefined for whoever is about to sign in. */
  readonly token: string | undefined;
}

type World = Pick<Io, 'env' | 'platform' | 'home' | 'read'>;

const isLoopback = (name: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(name);

const urlOf = (text: string): URL => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw usageFailure(`${text} is no http:// or https:// address.`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw usageFailure(
      `${text} would send the token unencrypted to another machine; use https:// or \`ssh -L\`.`,
    );
  }
  return url;
};

const isPrivate = (path: string, platform: string): boolean =>
  platform === 'win32' || (statSync(path).mode & 0o077) === 0;

const readHostFile = (folder: string, world: World) => {
  const path = join(folder, hostFileName);
  if (!existsSync(path)) return undefined;
  const host = parseHostFile(readFileSync(path, 'utf8'));
  return host && isPrivate(path, world.platform) ? host : undefined;
};

interface HostOptions {
  readonly url?: string;
  readonly token?: string;
  readonly 'token-file'?: string;
  readonly data?: string;
}

/** The token that was asked for on the command line; `--token @FILE` is the older way to name a file. */
const givenToken = (options: HostOptions, { read }: World): string | undefined => {
  const file = options['token-file'] ?? (options.token?.startsWith('@') ? options.token.slice(1) : undefined);
  return file === undefined ? options.token : read(file).trim();
};

/**
 * The token to come with: the one given, else an API key in QUAYSIDE_TOKEN, else the session of `quayside login`, else the
 * running host's own, else whatever QUAYSIDE_TOKEN holds. A key goes before the host's own token, which may everything.
 */
const chooseToken = (
  given: string | undefined,
  own: string | undefined,
  { env }: World,
): string | undefined => {
  const kept = env.QUAYSIDE_TOKEN;
  if (given !== undefined) return given;
  return kept !== undefined && looksLikeApiKey(kept) ? kept : (own ?? kept);
};

const requireWhole = (token: string): string => {
  if (!looksLikeApiKey(token) || isApiKey(token)) return token;
  throw usageFailure(
    'The API key is mistyped or cut off: its checksum does not fit. Copy it again, or create a new one.',
  );
};

/** The address of the host: the one given, else QUAYSIDE_URL, else the one that runs on the data folder. */
export const findHost = (
  options: HostOptions,
  world: World,
): { readonly url: URL; readonly ownToken: string | undefined } => {
  const { env, platform, home } = world;
  const folder = options.data ?? defaultDataFolder(platform, env, home);
  const running = readHostFile(folder, world);
  const text = options.url ?? (options.data ? undefined : env.QUAYSIDE_URL) ?? running?.url;
  if (!text) {
    throw new Failure(
      `No host runs on ${folder}. Start Quayside (\`npm start\` or \`npm run serve\`), or name one with --url and QUAYSIDE_TOKEN.`,
      exitCodes.unreachable,
    );
  }
  const url = urlOf(text);
  const isSame = running !== undefined && URL.parse(running.url)?.origin === url.origin;
  return { url, ownToken: isSame ? running.token : undefined };
};

/** Finds the host, and what to come to it with: see `chooseToken`. */
export const discoverHost = (
  options: HostOptions,
  world: World,
): HostAddress & { readonly token: string } => {
  const { url, ownToken } = findHost(options, world);
  const own = keptSession(url.origin, world) ?? ownToken;
  const token = chooseToken(givenToken(options, world), own, world);
  if (!token)
    throw usageFailure(
      `The token of ${url.origin} is missing: sign in by \`quayside login\`, set QUAYSIDE_TOKEN to an API key, or give --token-file FILE.`,
    );
  return { url, token: requireWhole(token) };
};
