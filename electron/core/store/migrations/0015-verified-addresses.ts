/**
 * When an address was proven to be its account's own: docs/access.md, "Addresses". Nobody's is, of a store that is older
 * than this: the operator of the host confirms them.
 */
export const verifiedAddresses = `
ALTER TABLE account ADD COLUMN email_verified_at INTEGER;
`;
