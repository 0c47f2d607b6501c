export { instant, requireRow } from '../../store/require-row.ts';
export { unreadableAccount } from './build-registry.ts';
export { buildServerNameOf, buildServerOf, requireBuildPlaces } from './build-server.ts';
export { changesBetween } from './changes-between.ts';
export {
  type DeletionParts,
  deleteWithServices,
  deletionOf,
  requireTypedName,
} from './deletion.ts';
export { requireCurrent } from './require-current.ts';
export { requireHostAccess, rootPermission } from './require-host-access.ts';
export { requireMay } from './require-may.ts';
export { requireUnused } from './require-unused.ts';
export { specChanges } from './spec-changes.ts';
