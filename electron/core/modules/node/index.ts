export { instant, requireRow } from '../../store/require-row.ts';
export { changeName, changesBetween } from './change-name.ts';
export { deleteWithServices, deletionOf, requireTypedName } from './deletion.ts';
export { requireMay } from './require-may.ts';
