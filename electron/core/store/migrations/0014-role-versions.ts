/** A version of each role, by which an edit that was based on an older one is told (docs/access.md, "Built-in roles"). */
export const roleVersions = `
ALTER TABLE role ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
`;
