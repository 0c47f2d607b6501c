/** What a deployment writes into containers as files, sealed, references resolved; null where it is nothing. */
export const deployedFiles = `
ALTER TABLE deployment ADD COLUMN files BLOB;
`;
