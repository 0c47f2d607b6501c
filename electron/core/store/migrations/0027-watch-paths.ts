/** Which paths have a service deployed when they change; none named, all do: docs/access.md, “Auto-deploy”. */
export const watchPaths = `
ALTER TABLE auto_deploy ADD COLUMN watch_paths TEXT NOT NULL DEFAULT '[]';
`;
