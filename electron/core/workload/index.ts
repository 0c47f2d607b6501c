export type { Attempt, BuildServer, GitAccess, GitLogin, Origin, SentSource } from './attempt.ts';
export { acceptances, acceptedIds } from './compose/acceptances.ts';
export { forgetAdopted, layDownAdopted } from './compose/adopted/lay-down.ts';
export { readAdopted } from './compose/adopted/read-project.ts';
export { adoptedOn, releaseAdopted } from './compose/adopted/release.ts';
export { untouchedParts } from './compose/adopted/untouched.ts';
export { examiner } from './compose/examiner.ts';
export { folderOnServer as composeFolder } from './compose/folder.ts';
export { composeVolumeLabel, ownFolders } from './compose/kept.ts';
export { masked } from './compose/mask.ts';
export { removeOldLooks } from './compose/old-looks.ts';
export { written } from './compose/override.ts';
export { type ComposeSources, sourceOf as composeSourceOf } from './compose/sources.ts';
export { type Claim, claimProject, claimsOn, releaseClaims } from './containers/claims.ts';
export { composeLabel, ownContainers, ownVolumes } from './containers/own-containers.ts';
export { credentialOf } from './database/credential.ts';
export { ownVariables } from './database/own-variables.ts';
export type { Content, Desired } from './desired/desired.ts';
export { type ServiceView, servicesIn, serviceView } from './desired/service-view.ts';
export { platformObjection } from './image/build-server.ts';
export type { ImageRegistry } from './image/image-registry.ts';
export { exactNameOf } from './image/kept-name.ts';
export { keepImage, localImage } from './image/obtain-image.ts';
export type { KeptImage, PartImage, PinnedImage } from './image/pinned-image.ts';
export { parseLeftover } from './lifecycle/leftover.ts';
export { restart, scale, start, stop } from './lifecycle/lifecycle.ts';
export { rememberLeftover, removeLeftover, removeOrphans, removeService } from './lifecycle/remove.ts';
export { createLoads, type Loads } from './load/loads.ts';
export type { Load } from './load/loads-between.ts';
export { followServiceLogs, type LogRange } from './logs/service-logs.ts';
export type { WorkloadParts } from './parts.ts';
export { proxyAlone } from './proxy/alone.ts';
export { listRouteFiles, undoRouteFile, writeRouteFile } from './proxy/edit-files.ts';
export { installProxy } from './proxy/install-proxy.ts';
export { openRequests } from './proxy/open-requests.ts';
export { findProxy, type ProxyType } from './proxy/place.ts';
export type { Route, RouteCertificate, RoutePerson, ServiceRoutes } from './proxy/routes.ts';
export { firstPlaces, type Places } from './proxy/routes.ts';
export { takeRoutes } from './proxy/take-routes.ts';
export { portConflicts, replicaConflict } from './runtime/held-ports.ts';
export { label } from './runtime/labels.ts';
export type { Behind, Found, FoundService, Version } from './runtime/runtime.ts';
export {
  type LastWords,
  nothingSaid,
  type Release,
  type Replica,
  type Standing,
} from './runtime/standing.ts';
export { volumeNameOf } from './runtime/volume-name.ts';
export { specOf } from './stored-spec.ts';
export type { AnyServiceType, ImageComing, Review } from './types/service-type.ts';
export { serviceTypes } from './types/service-types.ts';
export { watchedRuntime } from './types/watched-runtime.ts';
export { currentRuntime } from './watch/current-runtime.ts';
export { ServerWatches } from './watch/server-watches.ts';
