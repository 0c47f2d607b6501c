import { afterEach, beforeEach } from 'vitest';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { type KeyWorld, openKeyWorld } from '#test/support/key-world.ts';

/** A world of API keys behind a host, and requests to it that come with one. */
export interface RestKeyWorld extends KeyWorld {
  readonly host: InProcessHost;
  get(secret: string, path: string): Promise<Response>;
  statusOf(secret: string, path: string): Promise<number>;
  /** What is answered, for the test to say what it is. */
  json(secret: string, path: string): Promise<never>;
  /** The path of the organization's projects. */
  projects(): string;
  /** Adds an Admin. */
  admin(): { id: string; client: TestClient };
}

/** Opens such a world before each test of the file, and closes it after. */
export const openRestKeyWorld = (now: () => number = Date.now): RestKeyWorld => {
  const get = (secret: string, path: string): Promise<Response> =>
    fetch(`${world.host.url}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
  const world: RestKeyWorld = Object.assign(openKeyWorld({ now }), {
    host: {} as InProcessHost,
    get,
    async statusOf(secret: string, path: string) {
      const response = await get(secret, path);
      await response.body?.cancel();
      return response.status;
    },
    json: async (secret: string, path: string) => (await (await get(secret, path)).json()) as never,
    projects: () => `/organizations/${world.organizationId}/projects`,
    admin() {
      const id = world.join('Admin', 'Ada Admin');
      return { id, client: clientOf(world.core, id) };
    },
  });
  beforeEach(async () => {
    Object.assign(world, { host: await serveInProcess(world.core) });
  });
  afterEach(() => world.host.close());
  return world;
};
