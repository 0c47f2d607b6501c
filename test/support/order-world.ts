import { expect } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { Deployments } from '#core/modules/deployment/index.ts';
import type { End, Work } from '#core/runs/index.ts';
import type { Run } from '#core/runs/run.ts';
import { sql } from '#core/store/database.ts';
import { setServiceState } from '#core/workload/service-state.ts';
import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import { hasEnded } from '#shared/model/environment-deployment.ts';
import { createOwnedCore, type TestClient } from './create-test-core.ts';
import { addServer } from './populate.ts';

interface WholeInput {
  readonly redeploy?: boolean;
  readonly onFailure?: 'keep' | 'roll-back';
  readonly serviceIds?: string[];
}

/** What came of each service, by its name. */
export const statesOf = ({ services }: { services: readonly { name: string; state: string }[] }) =>
  Object.fromEntries(services.map(({ name, state }) => [name, state]));

/** An environment with `db`, `api` and `web`, each waiting for the one before, whose deployments end as a test says. */
export interface OrderWorld extends AsyncDisposable {
  readonly core: Core;
  readonly client: TestClient;
  readonly organizationId: string;
  readonly environmentId: string;
  readonly services: Readonly<Record<'db' | 'api' | 'web', string>>;
  /** What began and ended, in order: `db #1`, `db #1 succeeded`. */
  readonly told: string[];
  /** What is not told of here succeeds at once: how the deployments of a service by name end. */
  readonly endings: Map<string, Promise<End['state']> | End['state']>;
  /** Which services have nothing to deploy, and why others cannot be deployed. */
  readonly unchanged: Set<string>;
  readonly blocked: Map<string, string>;
  /** Asks for the environment as a whole, as its owner. */
  deploy(more?: WholeInput): Promise<EnvironmentDeployment>;
  /** Lets a service's deployments wait for a verdict. */
  hold(name: string): PromiseWithResolvers<'succeeded' | 'failed'>;
  /** Waits until something was told. */
  until(what: string): Promise<void>;
  /** The deployment of the environment once it has ended. */
  ended(started: { readonly id: string }): Promise<EnvironmentDeployment>;
}

const image = { source: { type: 'image' as const, image: 'quayside-lab/app:1' } };

export async function openOrderWorld(): Promise<OrderWorld> {
  const { core, client, organizationId } = await createOwnedCore();
  const { store, runs, deployments } = core.services;
  const serverId = store.write((tx) => addServer(tx, organizationId, 'harbour'));
  const { id: projectId } = await client.project.create({ organizationId, name: 'shop' });
  const environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
  const make = async (name: string): Promise<string> =>
    (await client.service.create({ environmentId, name, spec: image, serverId })).id;
  const services = { web: await make('web'), db: await make('db'), api: await make('api') };
  await client.service.setDependencies({ serviceId: services.api, dependsOn: [services.db] });
  await client.service.setDependencies({ serviceId: services.web, dependsOn: [services.api] });

  const nameOf = (serviceId: string): string => store.access.node(serviceId)?.name ?? '';
  const told: string[] = [];
  const endings: OrderWorld['endings'] = new Map();
  const unchanged: OrderWorld['unchanged'] = new Set();
  const blocked: OrderWorld['blocked'] = new Map();
  const change = { field: 'image', from: 'a', to: 'b', levels: [] };
  const stopped = async (_: unknown, serviceId: string) => {
    told.push(`${nameOf(serviceId)} stopped`);
    store.write((tx) => setServiceState(tx, serviceId, 'stopped'));
  };
  Object.assign(deployments, {
    stop: stopped,
    plan: async (serviceId: string): ReturnType<Deployments['plan']> => ({
      ...{ order: 'start-first', steps: [], warnings: [], cures: [], seenAt: null, staleBecause: null },
      isFirst: false,
      changes: unchanged.has(nameOf(serviceId)) ? [] : [change],
      blockers: [blocked.get(nameOf(serviceId)) ?? []].flat(),
    }),
  });
  const label = ({ id, subjectId }: Run): string => {
    const query = sql.selectFrom('deployment').select('number').where('id', '=', id);
    return `${nameOf(subjectId)} #${store.database.first(query)?.number}`;
  };
  const work: Work<Run> = {
    open: (run) => run,
    steps: [
      {
        name: 'starting',
        async act(run) {
          told.push(label(run));
          const state = await untilAborted(endings.get(nameOf(run.subjectId)) ?? 'succeeded', run.signal);
          run.check();
          return { state, reason: state === 'succeeded' ? null : 'It exited with 1.' };
        },
      },
    ],
    undo: async () => ({ isRestored: true, text: null }),
    ended(tx, run, { state }) {
      told.push(`${label(run)} ${state}`);
      if (state === 'succeeded') {
        const current = { current_deployment_id: run.id, state: 'running' as const };
        tx.database.run(sql.updateTable('service').set(current).where('id', '=', run.subjectId));
        tx.database.run(sql.updateTable('deployment').set({ image_id: 'sha256:1' }).where('id', '=', run.id));
      }
    },
  };
  runs.register({
    kind: 'deployment',
    limit: 2,
    stepOf: ({ step }) => step ?? 'queued',
    load: async () => work,
  });

  return {
    ...{ core, client, organizationId, environmentId, services, told, endings, unchanged, blocked },
    deploy: (more = {}) => client.environment.deploy({ environmentId, ...more }),
    hold(name) {
      const verdict = Promise.withResolvers<'succeeded' | 'failed'>();
      endings.set(name, verdict.promise);
      return verdict;
    },
    until: async (what) => {
      await expect.poll(() => told).toContain(what);
    },
    async ended({ id: environmentDeploymentId }) {
      const reader = { isVisible: () => true, accountId: null };
      for await (const _ of store.changes.watch(organizationId, reader, AbortSignal.timeout(30_000))) {
        const seen = await client.environmentDeployment.get({ environmentDeploymentId });
        if (hasEnded(seen.state)) return seen;
      }
      throw new Error('it did not end');
    },
    [Symbol.asyncDispose]: () => core.close(),
  };
}

async function untilAborted<T>(value: Promise<T> | T, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  promise.catch(() => undefined);
  return Promise.race([value, promise]);
}
