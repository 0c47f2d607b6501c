import type { Deployment, Plan, Running } from '#shared/contract/deployment.ts';
import type { LogBatch } from '#shared/contract/log.ts';
import type { MovePlan } from '#shared/contract/move.ts';
import type { Runtime } from '#shared/contract/service.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { hasUnfinishedRun, type Runs } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import { instant, requireRow } from '../../store/require-row.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { ComposeSources, Loads, LogRange } from '../../workload/index.ts';
import type { Routing } from '../domain/index.ts';
import type { ServerAccess } from '../server/index.ts';
import type { Folders } from '../source/index.ts';
import type { Adoption } from './adopt.ts';
import type { Unconcealed } from './concealed.ts';
import type { Engine } from './engine.ts';
import type { MoveTarget } from './move/target.ts';
import type { PlanTarget } from './plan.ts';
import type { SourcesAsked } from './read-sources.ts';
import { allDeployments, deploymentState } from './rows.ts';

/** Deployments, which the engine of runs carries out, and everything done to a service on its server. */
export interface Deployments {
  /** Writes down a deployment and starts it as soon as its turn comes; answers at once. */
  deploy(context: OperationContext, serviceId: string): Promise<Deployment>;
  /** The same for exactly what an earlier deployment ran. */
  rollback(context: OperationContext, deploymentId: string): Promise<Deployment>;
  /** Why nothing can go back to a deployment, in words, known without asking its server. */
  rollbackObjections(deploymentId: string): Promise<string[]>;
  /** Undoes a deployment; answers when it is undone, or after two seconds with how it stands. */
  cancel(context: OperationContext, deploymentId: string): Promise<Deployment>;
  /** Writes down a deployment that takes what runs of a service to another place, and starts it at its turn. */
  move(context: OperationContext, serviceId: string, to: MoveTarget): Promise<Deployment>;
  get(deploymentId: string): Promise<Deployment>;
  /** Tells whether something of a service runs, and why it cannot move at all, whatever servers say; asked anew at each call. */
  lookAtMove(serviceId: string, to: MoveTarget): Promise<() => LookedAtMove>;
  /** What a move would do; asks the new server, and changes nothing. */
  planMove(context: OperationContext, serviceId: string, to: MoveTarget): Promise<MovePlan>;
  /** Cancels several as part of a greater whole, without a caller of its own; they go on being undone. */
  end(deploymentIds: readonly string[]): Promise<void>;
  plan(serviceId: string, target?: PlanTarget): Promise<Unconcealed<Plan>>;
  /** Reads what a configuration leaves to a repository, which the service's server fetches; null where it leaves nothing. */
  readSources(asked: SourcesAsked): Promise<ComposeSources | null>;
  /** Which deployment runs of a service, and where its saved configuration differs; asks no server. */
  running(serviceId: string): Promise<Unconcealed<Running>>;
  /** Saves what runs of a service as its configuration. */
  adopt(context: OperationContext, adoption: Adoption): Promise<void>;
  /** The log of a deployment from a cursor, on with it while it runs where `follow`. */
  log(
    deploymentId: string,
    range: { cursor?: string | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
  /** What runs of a service, live where the server answers within a second, else as last seen. */
  runtime(serviceId: string): Promise<Runtime>;
  start(context: OperationContext, serviceId: string): Promise<Runtime>;
  stop(context: OperationContext, serviceId: string): Promise<Runtime>;
  restart(context: OperationContext, serviceId: string): Promise<Runtime>;
  scale(context: OperationContext, serviceId: string, replicas: number): Promise<Runtime>;
  /** Output of all replicas merged by time, in batches of up to 50 ms / 500 lines. */
  logs(serviceId: string, range: LogRange, signal: AbortSignal): AsyncGenerator<LogBatch, void>;
  /** What the services of a server use, as long as it is followed; all readers share one poller. */
  loads(serverId: string, signal: AbortSignal): AsyncGenerator<Loads, void>;
  /**
   * Cancels what is queued or running for the service and removes what it made on its server, of its volumes those that are
   * named; answers what
   * stays there because the server cannot be reached. The store's rows are the caller's to remove.
   */
  removeFromServer(serviceId: string, volumes?: readonly string[]): Promise<string[]>;
  /** Leads without a service, which is about to be removed, the domains of others that share their requests with it. */
  endShares(tx: Transaction, serviceId: string): void;
  /** Removes what the host keeps of services that are gone. */
  forget(serviceIds: readonly string[]): Promise<void>;
  /** What the services at or below a node have running, for the lists of what a deletion takes with it. */
  runningBelow(nodeId: string): { serviceId: string; server: string; what: string }[];
  /** Watches after a start what runs on servers. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

interface LookedAtMove {
  readonly isRunning: boolean;
  readonly blockers: readonly string[];
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: ServerAccess;
  readonly runs: Runs;
  readonly routing: Routing;
  readonly folders: Folders;
}

/** Loads what talks to servers at the first call, and only then. */
const lazyEngine = (parts: Parts) => {
  const readLog = (id: string, signal: AbortSignal) =>
    parts.runs.log(id, { cursor: undefined, follow: false }, signal);
  const isBusy = (serviceId: string): boolean => hasUnfinishedRun(parts.store.database, serviceId);
  let loading: Promise<Engine> | undefined;
  const load = (): Promise<Engine> => {
    loading ??= import('./engine.ts').then(({ createEngine }) => createEngine({ ...parts, readLog, isBusy }));
    return loading;
  };
  return { load, close: async () => (await loading)?.close() };
};

const runningBelow = (store: Store, nodeId: string): ReturnType<Deployments['runningBelow']> => {
  const rows = store.database.connection
    .prepare(
      `WITH RECURSIVE below (id) AS (
         SELECT id FROM node WHERE id = ? UNION ALL SELECT n.id FROM below JOIN node n ON n.parent_id = below.id
       ) SELECT node.id AS id, node.name AS name, server.name AS server, service.runtime AS runtime
         FROM below JOIN service ON service.id = below.id JOIN node ON node.id = service.id
         JOIN node server ON server.id = service.server_id
         WHERE service.current_deployment_id IS NOT NULL OR service.state <> 'none' ORDER BY 2, 1`,
    )
    .all(nodeId) as { id: string; name: string; server: string; runtime: string | null }[];
  return rows.map(({ id, name, server, runtime }) => {
    const seen = runtime === null ? null : (JSON.parse(runtime) as { desiredReplicas: number });
    const count = seen?.desiredReplicas ?? 0;
    return {
      serviceId: id,
      server,
      what: `service “${name}”, ${count} ${count === 1 ? 'replica' : 'replicas'}`,
    };
  });
};

const serverOf = (store: Store, serviceId: string): string | null => {
  const query = sql.selectFrom('service').select('server_id').where('id', '=', serviceId);
  return requireRow(store.database.first(query), 'service', serviceId).server_id;
};

/** Whether anything of the service can be on a server: no deployment of it ever began otherwise. */
const wasEverBegun = (store: Store, serviceId: string): boolean =>
  allDeployments(store.database, (query) =>
    query.where('node.parent_id', '=', serviceId).where('run.started_at', 'is not', null).limit(1),
  ).length > 0;

/** What a log says whose service has no container yet: a reader would wait without a word. */
const neverRan = (now: number): LogBatch => ({
  lines: [
    {
      at: instant(now),
      stream: 'system',
      source: 'quayside',
      text: 'This service has never been deployed. Its log begins with its first deployment.',
    },
  ],
});

/** Whether there is anything to look after at a start; without, nothing of SSH is loaded. */
const hasWork = ({ database }: Store): boolean => {
  const watched = sql.selectFrom('service').select('id').where('current_deployment_id', 'is not', null);
  const orphans = sql.selectFrom('orphan').select('id').limit(1);
  return database.first(watched.limit(1)) !== undefined || database.first(orphans) !== undefined;
};

const deploymentsPerServer = 2;

/** Makes the deployments of a store; nothing is connected or loaded before it is needed. */
export const createDeployments = (parts: Parts): Deployments => {
  const { store, host, servers, runs, routing, folders } = parts;
  const engine = lazyEngine(parts);
  runs.register({
    kind: 'deployment',
    limit: deploymentsPerServer,
    stepOf: deploymentState,
    load: async () => (await engine.load()).work,
  });
  const unsubscribe = servers.onState((serverId, { state }) => {
    if (state !== 'up') return;
    tidy(serverId);
    forgetLooks(serverId);
  });
  const tidy = (serverId: string): void => {
    const isAny = sql.selectFrom('orphan').select('id').where('server_id', '=', serverId).limit(1);
    if (store.database.first(isAny) === undefined) return;
    engine
      .load()
      .then(({ parts: runParts, removeOrphans }) => removeOrphans(runParts, serverId))
      .catch((error: unknown) => host.log.error('orphans could not be removed', { error: String(error) }));
  };
  const forgetLooks = (serverId: string): void => {
    const isAny = sql.selectFrom('service').select('id').where('server_id', '=', serverId).limit(1);
    if (store.database.first(isAny) === undefined) return;
    engine
      .load()
      .then(({ removeOldLooks }) => servers.use(serverId, removeOldLooks))
      .catch((error: unknown) => host.log.warn('old looks stay on a server', { error: String(error) }));
  };

  return {
    async deploy(context, serviceId) {
      const { createDeployment } = await import('./create.ts');
      return createDeployment(context, runs, serviceId);
    },
    async rollback(context, deploymentId) {
      const { createRollback } = await import('./create.ts');
      return createRollback(context, runs, deploymentId);
    },
    async rollbackObjections(deploymentId) {
      const { rollbackBlockers } = await import('./create.ts');
      const [row] = allDeployments(store.database, (query) =>
        query.where('deployment.id', '=', deploymentId),
      );
      if (!row) return ['The deployment that it goes back to is gone.'];
      return rollbackBlockers(store, row).map(({ reason }) => reason);
    },
    async cancel(context, deploymentId) {
      const { cancelDeployment } = await import('./cancel.ts');
      return cancelDeployment(context, runs, deploymentId);
    },
    async move(context, serviceId, to) {
      const { planMove, parts: runParts } = await engine.load();
      const { startMove } = await import('./move/start.ts');
      const { blockers } = await planMove(runParts, context, { serviceId, to });
      context.judgeAgain();
      return startMove(context, runs, { serviceId, to, blockers });
    },
    async get(deploymentId) {
      const { deploymentOf } = await import('./create.ts');
      return deploymentOf(store, deploymentId);
    },
    async lookAtMove(serviceId, to) {
      const { isRunning, ownBlockers } = await import('./move/target.ts');
      return () => ({ isRunning: isRunning(store, serviceId), blockers: ownBlockers(store, serviceId, to) });
    },
    async planMove(context, serviceId, to) {
      const { planMove, parts: runParts } = await engine.load();
      return planMove(runParts, context, { serviceId, to });
    },
    async readSources(asked) {
      const { readSources, parts: runParts } = await engine.load();
      return readSources(runParts, asked);
    },
    async end(deploymentIds) {
      const { endDeployments } = await import('./cancel.ts');
      endDeployments(store, runs, deploymentIds);
    },
    async plan(serviceId, target = {}) {
      const { plan, parts: runParts } = await engine.load();
      return plan(runParts, serviceId, target);
    },
    async running(serviceId) {
      const { runningDeployment } = await import('./running.ts');
      return runningDeployment(store, serviceId);
    },
    async adopt(context, adoption) {
      const { adoptRunning } = await import('./adopt.ts');
      adoptRunning(context, adoption);
    },
    log: (deploymentId, { cursor, follow }, signal) => runs.log(deploymentId, { cursor, follow }, signal),
    async runtime(serviceId) {
      const { runtime, parts: runParts } = await engine.load();
      return runtime(runParts, serviceId);
    },
    async start(context, serviceId) {
      const { start, parts: runParts } = await engine.load();
      return start(runParts, context, serviceId);
    },
    async stop(context, serviceId) {
      const { stop, parts: runParts } = await engine.load();
      return stop(runParts, context, serviceId);
    },
    async restart(context, serviceId) {
      const { restart, parts: runParts } = await engine.load();
      return restart(runParts, context, serviceId);
    },
    async scale(context, serviceId, replicas) {
      const { scale, parts: runParts } = await engine.load();
      return scale(runParts, context, { serviceId, replicas });
    },
    async *logs(serviceId, range, signal) {
      const { logs: follow, parts: runParts } = await engine.load();
      const serverId = serverOf(store, serviceId);
      if (!range.since && !wasEverBegun(store, serviceId)) yield neverRan(store.now());
      if (serverId !== null) yield* follow(runParts, { serverId, serviceId }, range, signal);
    },
    async *loads(serverId, signal) {
      const { loads } = await engine.load();
      yield* loads.follow(serverId, signal);
    },
    async removeFromServer(serviceId, volumes = []) {
      await runs.abandon(serviceId, 'The service was deleted.');
      const ids = allDeployments(store.database, (query) => query.where('node.parent_id', '=', serviceId));
      if (!wasEverBegun(store, serviceId)) return [];
      const { remove, parts: runParts } = await engine.load();
      const left = await remove(runParts, serviceId, volumes);
      await runs.forget(ids.map(({ id }) => id));
      return left;
    },
    endShares: (tx, serviceId) => routing.leadSharers(tx, serviceId),
    async forget(serviceIds) {
      try {
        for (const id of serviceIds) await folders.forget(id);
      } catch (error) {
        host.log.error('a folder that was sent stays', { error: String(error) });
      }
    },
    runningBelow: (nodeId) => runningBelow(store, nodeId),
    async recover() {
      if (!hasWork(store)) return;
      const { parts: runParts } = await engine.load();
      runParts.watches.adjust();
    },
    async close() {
      unsubscribe();
      await engine.close();
    },
  };
};
