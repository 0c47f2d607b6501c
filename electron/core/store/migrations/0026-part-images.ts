/** The exact image of each part of a compose project, with the deployment that ran it. */
export const partImages = `
ALTER TABLE deployment ADD COLUMN part_images TEXT;
`;
