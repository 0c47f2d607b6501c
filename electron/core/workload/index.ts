export { BuildLog, type BuildPhase, buildSource } from './image/build-log.ts';
export { createPullProgress } from './image/pull-progress.ts';
export { followServiceLogs, type LogRange } from './logs/service-logs.ts';
export { portConflicts, replicaConflict } from './runtime/held-ports.ts';
export { listeningPorts } from './runtime/listening-ports.ts';
export type { Leftover } from './runtime/runtime.ts';
export { desiredService, label, orderOf, type PathIds, pathLabels } from './swarm/desired-service.ts';
export {
  aliasOf,
  keptRepositoryOf,
  keptTagOf,
  networkNameOf,
  type PathNames,
  serviceNameOf,
} from './swarm/names.ts';
export { type Probe, probeServer } from './swarm/probe.ts';
export { nothingSeen, type Seen } from './swarm/runtime-of.ts';
export { bringBack, isOldUnderWay } from './swarm/stopped-first.ts';
export { swarmRuntime } from './swarm/swarm-runtime.ts';
export { isStillThere, judge, type Look, wasReplaced } from './swarm/verdict.ts';
export type { WatchParts } from './watch/server-watch.ts';
export { ServerWatches } from './watch/server-watches.ts';
