/** A deployment that moves its service says from where to where, as it was when it was asked for. */
export const moves = `
ALTER TABLE deployment ADD COLUMN move TEXT;
`;
