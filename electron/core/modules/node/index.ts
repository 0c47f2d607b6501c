export { instant, requireRow } from '../../store/require-row.ts';
export { changeName, changesBetween } from './change-name.ts';
export {
  type DeletionParts,
  deleteWithServices,
  deletionOf,
  requireTypedName,
} from './deletion.ts';
export { requireMay } from './require-may.ts';
