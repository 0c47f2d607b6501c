import { setTimeout as delay } from 'node:timers/promises';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { ToUndo } from '../../runs/index.ts';
import { firstPlaces, nothingSaid, openRequests, takeRoutes } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { failureText } from './failure-text.ts';
import { isSameServer, type Move } from './move/place.ts';
import { leaveOldPlace, requireFreeThere, requireStillMay, sayDomains, settleIn } from './move/settle.ts';
import { progressOf } from './rows.ts';

const lookMs = 200;
/** A request that was let in just before the switch is counted by its proxy a moment later. */
const quietLooks = 3;

/**
 * Leads visitors to the new version and ends the old one when nobody asks it any more, so that no request is lost:
 * routed → drained → only then ended. Each part may be done again after a crash. What the server refuses before the old
 * version is being ended is undone, so that there are never two of them for long.
 */
export async function handOver(run: DeploymentRun): Promise<ToUndo | undefined> {
  if (run.move) return moveOver(run, run.move);
  if (!progressOf(run.row).isRetiring) {
    const refused = await refusalOf('Its domains were refused', () => route(run));
    if (refused || run.release.order !== 'beside') return refused;
    const stopped = await refusalOf('Its visitors could not be handed over', () =>
      drain(run, 'others', run.signal),
    );
    if (stopped) return stopped;
    run.check();
    run.patch({ progress: { isRetiring: true } });
  }
  await retire(run, run.closing);
  return undefined;
}

/**
 * The same for a service that moves: routed there → on one server drained here → its place is the new one → ended here. On
 * another server the old one goes on answering whoever still finds it until that.
 */
async function moveOver(run: DeploymentRun, move: Move): Promise<ToUndo | undefined> {
  if (!progressOf(run.row).isRetiring) {
    requireStillMay(run.parts, run.service.id, move);
    requireFreeThere(run.parts.store, run.service.id, move);
    const refused = run.isRouted ? await refusalOf('Its domains were refused', () => route(run)) : undefined;
    if (refused) return refused;
    if (isSameServer(move) && run.release.order === 'beside') {
      const stopped = await refusalOf('Its visitors could not be handed over', () =>
        drain(run, 'others', run.signal),
      );
      if (stopped) return stopped;
    }
    run.check();
    const unsettled = settleIn(run, move);
    if (unsettled) return unsettled;
    run.log.say(`It is in ${move.to.project}/${move.to.environment} on ${move.to.serverName} now.`);
  }
  await lookAnew(run);
  await leave(run, move);
  return undefined;
}

/** What is told of its containers is what was seen at the old place, until one looks at the new one. */
async function lookAnew(run: DeploymentRun): Promise<void> {
  try {
    await run.parts.watches.refresh(run.serverId, run.service.id);
  } catch (error) {
    run.log.note('a service that moved could not be looked at', error);
  }
}

/** Ends what is left of a service at the place that it left. */
export async function leave(run: DeploymentRun, move: Move): Promise<void> {
  if (isSameServer(move)) {
    if (run.release.order === 'beside') await retire(run, run.closing);
  } else await leaveVisitors(run, move);
  await leaveOldPlace(run, move);
  await sayDomains(run, move);
}

/**
 * Whoever still finds the old server is told there that it is gone, once what is open there has ended. One lost connection
 * cuts nobody off: it is waited for as long as for open requests.
 */
async function leaveVisitors(run: DeploymentRun, { from }: Move): Promise<void> {
  if (!run.isRouted) return;
  const { parts, service } = run;
  const patienceMs = (run.content.drainSeconds ?? 0) * 1_000;
  const use: Use = (look) =>
    run.run.persist(
      `waiting for open requests on ${from.serverName}`,
      () => parts.servers.use(from.serverId, look, run.closing),
      run.closing,
      { serverId: from.serverId, patienceMs },
    );
  try {
    await parts.routing.exclusively(from.serverId, () =>
      use((connection) =>
        takeRoutes(connection, {
          ...{ routes: { serviceId: service.id, routes: [] }, places: firstPlaces, networks: [] },
        }),
      ),
    );
    await drain(run, 'others', run.closing, use);
  } catch (error) {
    if (!(error instanceof AppError) || run.closing.aborted) throw error;
    run.log.say(`${from.serverName} could not be asked for open requests: ${error.message}`);
  }
}

/** What a server answered that was reached; a lost one is waited for instead. */
async function refusalOf(what: string, act: () => Promise<void>): Promise<ToUndo | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || !refusals.has(error.code)) throw error;
    const failure = { task: undefined, why: `${what}: ${error.message}`, words: nothingSaid };
    return { reason: (old) => failureText({ ...failure, old }) };
  }
}

const refusals: ReadonlySet<string> = new Set(['REMOTE_FAILED', 'CONFLICT', 'NOT_FOUND', 'LIMIT']);

/** Ends the old version; nobody asks it any more. */
export async function retire(run: DeploymentRun, signal: AbortSignal): Promise<void> {
  const { runtime } = run.type;
  await run.persist(
    'ending the old version',
    () => run.ssh((connection) => runtime.retire(connection, run.release)),
    signal,
  );
}

/** Leads visitors back to the old version, and waits until nobody asks the new one any more. */
export async function handBack(run: DeploymentRun): Promise<void> {
  const asked = { serviceId: run.service.id, hasHostPorts: false };
  const { runtime } = run.type;
  await run.persist(
    'leading visitors back',
    () =>
      run.ssh(async (connection) => {
        const { version } = await runtime.plan(connection, asked);
        if (version === null || version.deploymentId === run.deploymentId) return;
        await takeIfAny(run, () => run.parts.routing.takeBack(connection, run.service.id, version.behind));
      }),
    run.closing,
  );
  await drain(run, 'own', run.closing);
}

/** A proxy that is gone leads nobody anywhere: what it refuses does not keep the old version from coming back. */
async function takeIfAny(run: DeploymentRun, take: () => Promise<void>): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (!isAppError(error, 'REMOTE_FAILED')) throw error;
    run.log.say(`The proxy could not be asked: ${error.message}`);
  }
}

async function route(run: DeploymentRun): Promise<void> {
  const { runtime } = run.type;
  run.check();
  await run.persist('leading visitors to the new version', () =>
    run.ssh(async (connection) => {
      const behind = await runtime.behind(connection, run.release);
      await run.parts.routing.take(connection, run.service.id, behind, run.serverId);
    }),
  );
  run.log.say('The proxy leads to the new version.');
}

type Use = <T>(look: (connection: SshConnection) => Promise<T>) => Promise<T>;

/** Waits until no request is open to these replicas, or their time has passed; on its own server unless another is used. */
async function drain(
  run: DeploymentRun,
  whose: 'own' | 'others',
  signal: AbortSignal,
  use?: Use,
): Promise<void> {
  const { runtime } = run.type;
  const looking: Use = (look) =>
    use ? use(look) : run.persist('waiting for open requests', () => run.ssh(look, signal), signal);
  const drainMs = (run.content.drainSeconds ?? 0) * 1_000;
  const began = performance.now();
  let [quiet, told] = [0, 0];
  while (quiet < quietLooks && performance.now() - began < drainMs) {
    const open = await looking(async (connection) => {
      const addresses = await runtime.addresses(connection, run.release, whose);
      return addresses.length === 0 ? 0 : openRequests(connection, addresses);
    });
    quiet = open === 0 ? quiet + 1 : 0;
    if (open !== told && open > 0)
      run.log.say(`${open} open ${open === 1 ? 'request' : 'requests'} to wait for.`);
    told = open;
    if (quiet < quietLooks) await delay(lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
  if (quiet < quietLooks) run.log.say(`What was open after ${drainMs / 1_000} s is cut off.`);
}
