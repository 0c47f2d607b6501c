export { createFolders, type Folders } from './folders.ts';
export { createSourceRouter } from './router.ts';
export { sentFolderRow } from './sent-folder.ts';
