import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '#core/create-core.ts';
import type { Host } from '#core/host.ts';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import type { Deployment } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { isFinal } from '#shared/model/deployment.ts';
import type { LabServer } from '#test/lab/index.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';

/** A host with one lab server and an environment to deploy into. */
export interface Ground extends AsyncDisposable {
  readonly core: Core;
  readonly client: TestClient;
  readonly organizationId: string;
  readonly environmentId: string;
  readonly serverId: string;
  readonly logged: readonly { message: string; fields: Record<string, unknown> }[];
}

type SpecInput = Partial<ApplicationSpec> & { image?: string };

const command = ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/health'];

/** Of what gets healthy: each check is a process more on a busy machine, so it is rare once it passed. */
export const healthCheck = {
  command,
  ...{ intervalSeconds: 10, timeoutSeconds: 10, retries: 3, startPeriodSeconds: 20 },
};

/** Of what has to fail: it is unhealthy after three seconds. */
export const quickCheck = {
  command,
  ...{ intervalSeconds: 1, timeoutSeconds: 10, retries: 3, startPeriodSeconds: 1 },
};

export const healthCheckOf = (image: string): typeof healthCheck =>
  image === 'quayside-lab/app:unhealthy' ? quickCheck : healthCheck;

/** A specification of the lab's workload, whose health check tells soon how it is; fields may be replaced. */
export const specOf = ({ image = 'quayside-lab/app:1', ...fields }: SpecInput = {}): ApplicationSpec => ({
  type: 'application',
  source: { type: 'image', image },
  replicas: 1,
  command: [],
  ports: [],
  mounts: [],
  healthCheck: healthCheckOf(image),
  limits: {},
  soakSeconds: 1,
  drainSeconds: 60,
  ...fields,
});

/** How a server is reached; by way of a proxy that makes faults, its port is another one. */
export type Reached = Pick<LabServer, 'host' | 'port' | 'user' | 'privateKey' | 'hostKeyFingerprint'>;

export const addServer = async (
  client: TestClient,
  organizationId: string,
  server: Reached,
  name = 'lab',
): Promise<string> => {
  const { id } = await client.server.create({
    organizationId,
    name,
    host: server.host,
    port: server.port,
    user: server.user,
    auth: { type: 'key', privateKey: server.privateKey },
    fingerprint: server.hostKeyFingerprint,
  });
  return id;
};

/** A core in memory whose organization has the lab server, a project and its environment `production`. */
export const makeGround = async (server: Reached, overrides: Partial<Host> = {}): Promise<Ground> => {
  const { core, client, host, organizationId } = await createOwnedCore(overrides);
  const serverId = await addServer(client, organizationId, server);
  const project = await client.project.create({ organizationId, name: 'Shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  return {
    core,
    client,
    organizationId,
    environmentId: environment?.id ?? '',
    serverId,
    logged: host.logged,
    [Symbol.asyncDispose]: () => core.close(),
  };
};

export const addService = async (
  ground: Pick<Ground, 'client' | 'environmentId' | 'serverId'>,
  name: string,
  spec: ServiceSpec = specOf(),
): Promise<string> => {
  const { environmentId, serverId } = ground;
  const { id } = await ground.client.service.create({ environmentId, serverId, name, spec });
  return id;
};

/**
 * Ends whatever runs on the lab server, past Quayside: a check of the health of each replica each second costs a process,
 * and ten services that nobody looks at any more kept both cores of this machine from all others.
 */
export const endServices = async (server: LabServer): Promise<void> => {
  await server.exec(['sh', '-c', 'docker service ls -q | xargs -r docker service rm']);
};

/** Waits, by the change feed, until the deployment is in a state that is asked for. */
export const untilState = async (
  { core, client }: Pick<Ground, 'core' | 'client'>,
  deploymentId: string,
  isWanted: (deployment: Deployment) => boolean,
  timeoutMs = 180_000,
): Promise<Deployment> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const { store } = core.services;
  const organizationId = store.access.node(deploymentId)?.organizationId ?? '';
  let last: Deployment | undefined;
  for await (const _ of store.changes.watch(
    organizationId,
    { isVisible: () => true, accountId: null },
    signal,
    1_000,
  )) {
    last = await client.deployment.get({ deploymentId });
    if (isWanted(last)) return last;
  }
  throw new Error(
    `deployment stayed ${last?.state}: ${last?.reason ?? ''}\n${await logText(client, deploymentId)}`,
  );
};

export const untilEnd = (
  ground: Pick<Ground, 'core' | 'client'>,
  deploymentId: string,
  timeoutMs?: number,
): Promise<Deployment> => untilState(ground, deploymentId, ({ state }) => isFinal(state), timeoutMs);

/** Deploys a service and waits for the end, whichever it is. */
export const deploy = async (
  ground: Pick<Ground, 'core' | 'client'>,
  serviceId: string,
): Promise<Deployment> => {
  const { id } = await ground.client.deployment.create({ serviceId });
  return untilEnd(ground, id);
};

export const reconfigure = (client: TestClient, serviceId: string, spec: ServiceSpec) =>
  client.service.configure({ serviceId, spec });

/** The text of a deployment's log so far. */
export const logText = async (client: TestClient, deploymentId: string): Promise<string> => {
  const lines: string[] = [];
  for await (const batch of await client.deployment.log({ deploymentId, follow: false })) {
    lines.push(...batch.lines.map(({ text }) => text));
  }
  return lines.join('\n');
};

/**
 * What the containers of the service answer over HTTP, asked from inside, once those that end are gone and all others say the
 * same; after a minute whatever they say.
 */
export const askReplica = async (server: LabServer, serviceId: string, path = '/'): Promise<string> => {
  const deadline = performance.now() + 60_000;
  const ask = (container: string) =>
    server
      .docker('exec', container, 'wget', '-q', '-O', '-', `http://127.0.0.1:8080${path}`)
      .catch((error: unknown) => error);
  for (;;) {
    const found = await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
    const answers = new Set(await Promise.all(found.split('\n').filter(Boolean).map(ask)));
    const [answer] = answers;
    if (answers.size === 1 && typeof answer === 'string') return answer;
    if (performance.now() > deadline) return [...answers].join('\n');
    await delay(250);
  }
};

/** Waits until the service's runtime is as wanted, by the change feed; answers how long it took. */
export const untilRuntime = async (
  { core }: Pick<Ground, 'core'>,
  serviceId: string,
  isWanted: (row: {
    state: string;
    runtime: { healthyReplicas: number; desiredReplicas: number };
  }) => boolean,
  timeoutMs = 180_000,
): Promise<number> => {
  const { store } = core.services;
  const started = performance.now();
  const organizationId = store.access.node(serviceId)?.organizationId ?? '';
  let last = '';
  for await (const _ of store.changes.watch(
    organizationId,
    { isVisible: () => true, accountId: null },
    AbortSignal.timeout(timeoutMs),
    1_000,
  )) {
    const row = store.database.connection
      .prepare('SELECT state, runtime FROM service WHERE id = ?')
      .get(serviceId) as { state: string; runtime: string };
    last = `${row.state} ${row.runtime}`;
    if (isWanted({ state: row.state, runtime: JSON.parse(row.runtime ?? '{}') })) {
      return performance.now() - started;
    }
  }
  throw new Error(`the service stayed ${last}`);
};
