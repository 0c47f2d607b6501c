import * as z from 'zod';
import { caddyImage } from '#shared/model/caddy-image.ts';
import { AppError } from '#shared/model/errors.ts';
import { putFile, readRouteFiles, textOfFile } from '../files.ts';
import { inProxy, type ProxyPlace } from '../place.ts';
import type { ServerProxy } from '../proxy.ts';
import type { Acme } from '../routes.ts';
import { isSameJson } from '../same-json.ts';
import { adminAddress, caddyConfig, rootsFile } from './config.ts';
import { type CaddyFile, caddyFile } from './service-file.ts';
import { canKeepStreams, keepingStreams } from './streams.ts';

/** Caddy 2, by its JSON configuration: one file a service is put together to the one that it loads. */
export const caddy: ServerProxy = {
  type: 'caddy',
  container: (acme) => ({
    image: caddyImage,
    argv: ['caddy', 'run', '--config', `${inside}/${configName}`],
    env: { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/data/config' },
    files: {
      [configName]: textOf(caddyConfig([], acme)),
      'acme.json': JSON.stringify(acme),
      ...(acme.roots === null ? {} : { [rootsFile.slice(inside.length + 1)]: acme.roots }),
    },
  }),
  fileName: (serviceId) => `${serviceId}.json`,
  textOf: (routes) => (routes.routes.length === 0 ? null : textOf(caddyFile(routes))),
  problemsOf,
  settle,
  openRequests,
};

const inside = '/etc/quayside/proxy';
const configName = 'caddy.json';

const placed = z.array(
  z.strictObject({ host: z.string(), path: z.string(), route: z.record(z.string(), z.unknown()) }),
);
const names = z.array(z.string());
const own = z.array(z.strictObject({ certFile: z.string(), keyFile: z.string(), tag: z.string(), names }));
const fileSchema = z.strictObject({
  http: placed,
  https: placed,
  acme: names,
  internal: names,
  own: own.optional(),
});
const acmeSchema = z.object({
  email: z.string().nullable(),
  directory: z.string().nullable(),
  roots: z.string().nullable(),
});

const textOf = (config: object): string => `${JSON.stringify(config, null, 2)}\n`;

function problemsOf(text: string): string[] {
  try {
    const read = fileSchema.safeParse(JSON.parse(text));
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Puts all files together and loads them, unless Caddy serves by exactly that already. */
async function settle(place: ProxyPlace): Promise<void> {
  const { connection, folder } = place;
  const plain = caddyConfig(await filesIn(place), await acmeIn(place));
  const version = await inProxy(place, 'Asking the proxy', ['caddy', 'version']);
  const config = canKeepStreams(version) ? keepingStreams(plain) : plain;
  const path = `${folder}/${configName}`;
  const before = await textOfFile(connection, path);
  if (before !== null && before === textOf(config) && isSameJson(await loaded(place), config)) return;
  await putFile(connection, path, textOf(config));
  try {
    await inProxy(place, 'Loading the routes', [
      'caddy',
      'reload',
      '--config',
      `${inside}/${configName}`,
      '--address',
      adminAddress,
    ]);
  } catch (error) {
    await putFile(connection, path, before);
    throw error;
  }
  if (!isSameJson(await loaded(place), config)) {
    const stderr = 'Caddy took the routes, but does not show them.';
    throw new AppError('REMOTE_FAILED', { server: connection.label, action: 'Loading the routes', stderr });
  }
}

const loaded = async (place: ProxyPlace): Promise<unknown> => JSON.parse(await ask(place, '/config/'));

const ask = (place: ProxyPlace, path: string): Promise<string> =>
  inProxy(place, 'Asking the proxy', ['wget', '-q', '-O', '-', `http://${adminAddress}${path}`]);

async function filesIn({ connection, folder }: ProxyPlace): Promise<CaddyFile[]> {
  const files = await readRouteFiles(connection, folder);
  return files
    .filter(({ name }) => name.endsWith('.json'))
    .map(({ name, text }) => {
      const [problem] = problemsOf(text);
      if (problem === undefined) return JSON.parse(text) as CaddyFile;
      const stderr = `The file ${name} of the proxy is damaged: ${problem}`;
      throw new AppError('REMOTE_FAILED', { server: connection.label, action: 'Reading the routes', stderr });
    });
}

async function acmeIn({ connection, folder }: ProxyPlace): Promise<Acme> {
  const text = await textOfFile(connection, `${folder}/acme.json`);
  return text === null ? { email: null, directory: null, roots: null } : acmeSchema.parse(JSON.parse(text));
}

const upstreams = z.array(z.object({ address: z.string(), num_requests: z.number() })).nullable();

/** Caddy counts what is open to each address, sockets that were upgraded included. */
async function openRequests(place: ProxyPlace, addresses: readonly string[]): Promise<number> {
  const counted = upstreams.parse(JSON.parse(await ask(place, '/reverse_proxy/upstreams'))) ?? [];
  return counted
    .filter(({ address }) => addresses.includes(address.replace(/:\d+$/, '')))
    .reduce((sum, { num_requests: open }) => sum + open, 0);
}
