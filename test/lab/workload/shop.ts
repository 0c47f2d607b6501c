import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { caddyImage as proxyImage } from '#shared/model/caddy-image.ts';
import { type GitHost, startGitHost } from '../git/host.ts';
import type { RepositoryFiles } from '../git/import-stream.ts';
import type { LabServer } from '../server/server.ts';
import { startServer } from '../server/start.ts';
import { caddyImage, loadCaddy } from './caddy.ts';

const folder = fileURLToPath(new URL('../../integration/shop', import.meta.url));

/** The shop of `docs/shop.md`: its repository, a server that has what it is built from, and its visitors. */
export interface Shop {
  readonly server: LabServer;
  readonly repositoryUrl: string;
  /** Changes one file of the branch `main`; fails where the change changes nothing. */
  readonly push: (path: string, change: (text: string) => string) => Promise<void>;
  /** Asks the proxy for a host by TLS, as a browser does that found it by DNS; answers `200 text`. */
  readonly ask: (host: string, path: string, body?: string) => Promise<string>;
  /**
   * Everything that two visitors of an address were answered while something went on, each answer once and sorted; each
   * asks again 50 ms after its answer.
   */
  readonly whileVisited: (host: string, path: string, work: () => Promise<unknown>) => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

/** Starts the server (a Swarm of one, without a proxy) and the git host of the shop. */
export async function startShop(): Promise<Shop> {
  const [server, git] = await Promise.all([
    startServer({ swarm: true, images: ['quayside-lab/app:1'] }),
    startGitHost(),
  ]);
  await loadImages(server);
  const { push, url } = await pushTo(git);
  const { ask, end } = visitorOf(server);
  return {
    server,
    repositoryUrl: url,
    push,
    ask,
    whileVisited: (host, path, work) => whileVisited(() => ask(host, path), work),
    stop: async () => {
      end();
      await Promise.all([server.stop(), git.machine.stop()]);
    },
  };
}

/** What the shop says by the names of the world is what the lab has of it. */
async function loadImages(server: LabServer): Promise<void> {
  await loadCaddy(server);
  const [postgres, redis] = [await server.loadDatabase('postgres'), await server.loadDatabase('redis')];
  const names = { 'postgres:17': postgres, 'redis:8.0': redis, 'busybox:1': 'quayside-lab/app:1' };
  for (const [name, image] of Object.entries({ ...names, [proxyImage]: caddyImage }))
    await server.docker('tag', image, name);
}

async function pushTo(git: GitHost): Promise<Pick<Shop, 'push'> & { readonly url: string }> {
  let current = files();
  const repository = await git.createRepository('shop', current);
  const push: Shop['push'] = async (path, change) => {
    const before = String(current[path] ?? '');
    const changed = change(before);
    if (changed === before) throw new Error(`${path} has nothing to change`);
    current = { ...current, [path]: changed };
    await git.commit(repository, current);
  };
  return { url: repository.httpsUrl, push };
}

function files(): RepositoryFiles {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      if (!entry.isFile()) return [];
      const path = join(entry.parentPath, entry.name);
      return [[path.slice(folder.length + 1), readFileSync(path, 'utf8')]];
    }),
  );
}

function visitorOf(server: LabServer): Pick<Shop, 'ask'> & { readonly end: () => void } {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const ask: Shop['ask'] = async (name, path, body) => {
    const sent = request({
      ...{ host: server.address, servername: name, path, agent },
      headers: { Host: name },
      method: body === undefined ? 'GET' : 'POST',
    });
    const answered = once(sent, 'response');
    sent.end(body);
    const [response] = await answered;
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return `${response.statusCode} ${text.trim()}`;
  };
  return { ask, end: () => agent.destroy() };
}

async function whileVisited(ask: () => Promise<string>, work: () => Promise<unknown>): Promise<string[]> {
  const answered = new Set<string>();
  const done = new AbortController();
  const visit = async (): Promise<void> => {
    while (!done.signal.aborted) {
      answered.add(await ask().catch(String));
      await delay(50);
    }
  };
  const visitors = [visit(), visit()];
  await work().finally(() => done.abort());
  await Promise.all(visitors);
  return [...answered].sort();
}
