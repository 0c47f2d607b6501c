/** How bringing in a folder is written. */
export const importForm = 'quayside import compose FOLDER --into PATH [--server SERVER] [--dry-run]';

/** The same of what runs on a server. */
export const serverForm = 'quayside import server SERVER [PROJECT]… --into PATH [--dry-run]';

/** The same of a Dokploy instance. */
export const dokployForm =
  'quayside import dokploy URL --into ORGANIZATION [--only PATH]… [--server SERVER] [--dry-run]';
