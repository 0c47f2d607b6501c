export { changeName, changesBetween } from './change-name.ts';
export { deleteWithServices, deletionOf, requireTypedName } from './deletion.ts';
export { requireMay } from './require-may.ts';
export { instant, requireRow } from './require-row.ts';
