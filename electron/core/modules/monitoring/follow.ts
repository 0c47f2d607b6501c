import type { GaugeSample } from '#shared/contract/log.ts';
import type { Figure, FigureBatch } from '#shared/contract/monitoring.ts';
import { type IndexedNode, pathTo } from '../../access/index.ts';
import { Latch } from '../../events/latch.ts';
import type { Loads } from '../../workload/index.ts';
import { instant } from '../node/index.ts';
import type { MonitoringContext } from './context.ts';
import { Newest, type Sample } from './newest.ts';
import { type Wanted, wantedIn } from './wanted.ts';

interface Asked {
  readonly organizationId: string;
  readonly nodeId?: string | undefined;
  readonly follow: boolean;
}

const intervalMs = 2_000;
/** The first batch waits no longer for servers that say nothing. */
const firstPatienceMs = 5_000;
/** A figure that nothing followed for so long is not what is used now. */
const currentForMs = 10_000;

/**
 * The figures of a place every two seconds: those that changed since the batch before. All readers share one poller a
 * server, which ends with the last of them; no server is connected for it.
 */
export async function* followFigures(
  context: MonitoringContext,
  asked: Asked,
): AsyncGenerator<FigureBatch, void> {
  const { store, servers, deployments, signal, pause = elapse } = context;
  const gauges = new Newest<GaugeSample>(context, servers.gauges);
  const loads = new Newest<Loads>(context, deployments.loads);
  const told = new Map<string, string>();
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const place = store.access.node(asked.nodeId ?? asked.organizationId);
      if (!place) return;
      const wanted = wantedIn(context, place);
      gauges.keep(new Set(wanted.servers.map(({ id }) => id)));
      loads.keep(new Set(wanted.services.keys()));
      if (isFirst) {
        await Promise.race([Promise.all([gauges.begun(), loads.begun()]), pause(firstPatienceMs, signal)]);
      }
      const batch = newsOf(figuresOf(context, wanted, { gauges, loads }), told);
      if (isFirst || batch.figures.length + batch.gone.length > 0) yield batch;
      if (!asked.follow) return;
      await pause(intervalMs, signal);
    }
  } finally {
    gauges.close();
    loads.close();
  }
}

function elapse(ms: number, signal: AbortSignal): Promise<void> {
  return new Latch().wait(ms, signal);
}

interface Sources {
  readonly gauges: Newest<GaugeSample>;
  readonly loads: Newest<Loads>;
}

function figuresOf(context: MonitoringContext, { servers, services }: Wanted, from: Sources): Figure[] {
  const ofServers = servers.flatMap((node) => {
    const sample = from.gauges.of(node.id);
    if (!sample) return [];
    const { cpuPercent, memoryUsedBytes, memoryTotalBytes } = sample.value;
    const used = { cpuPercent, memoryBytes: memoryUsedBytes, memoryTotalBytes, health: null };
    return [figureOf(context, node, used, { serverId: node.id, sample })];
  });
  const ofServices = [...services].flatMap(([serverId, nodes]) => {
    const sample = from.loads.of(serverId);
    return nodes.flatMap((node) => {
      const load = sample?.value.get(node.id);
      return sample && load
        ? [figureOf(context, node, { ...load, memoryTotalBytes: null }, { serverId, sample })]
        : [];
    });
  });
  return [...ofServers, ...ofServices];
}

type Used = Pick<Figure, 'cpuPercent' | 'memoryBytes' | 'memoryTotalBytes' | 'health'>;

function figureOf(
  context: MonitoringContext,
  node: IndexedNode,
  { cpuPercent, memoryBytes, memoryTotalBytes, health }: Used,
  { serverId, sample }: { readonly serverId: string; readonly sample: Sample<unknown> },
): Figure {
  return {
    nodeId: node.id,
    path: pathTo(node),
    at: instant(sample.at),
    cpuPercent: Math.round(cpuPercent * 10) / 10,
    memoryBytes: Math.round(memoryBytes / memoryStep) * memoryStep,
    memoryTotalBytes,
    health,
    staleBecause: whyStale(context, serverId, sample.at),
  };
}

/** Finer than anybody is shown; what idles tells nothing new so. */
const memoryStep = 64 * 1024;

function whyStale({ servers, store }: MonitoringContext, serverId: string, at: number): string | null {
  const { isFresh, reason } = servers.freshnessOf(serverId, at);
  if (!isFresh) return reason ?? silence;
  return store.now() - at > currentForMs ? silence : null;
}

const silence = 'The server tells no new figures.';

/** What is other than it was told, which is noted as told now. */
function newsOf(figures: readonly Figure[], told: Map<string, string>): FigureBatch {
  const news = figures.filter((figure) => {
    const text = JSON.stringify({ ...figure, at: undefined });
    const isNew = told.get(figure.nodeId) !== text;
    told.set(figure.nodeId, text);
    return isNew;
  });
  const here = new Set(figures.map(({ nodeId }) => nodeId));
  const gone = [...told.keys()].filter((nodeId) => !here.has(nodeId));
  for (const nodeId of gone) told.delete(nodeId);
  return { figures: news, gone };
}
