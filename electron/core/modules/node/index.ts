export { instant, requireRow } from '../../store/require-row.ts';
export { changesBetween } from './changes-between.ts';
export {
  type DeletionParts,
  deleteWithServices,
  deletionOf,
  requireTypedName,
} from './deletion.ts';
export { requireHostAccess } from './require-host-access.ts';
export { requireMay } from './require-may.ts';
export { requireUnused } from './require-unused.ts';
export { specChanges } from './spec-changes.ts';
