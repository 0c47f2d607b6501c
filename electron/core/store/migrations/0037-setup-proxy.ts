/** Which proxy a set-up was asked to install; null for none. */
export const setupProxy = `
ALTER TABLE setup ADD COLUMN proxy TEXT;
ALTER TABLE setup ADD COLUMN proxy_image TEXT;
`;
