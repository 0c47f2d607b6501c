/**
 * Organizations of one host are strangers: docs/access.md, R20. What an organization's provider may do beside it, a
 * session that opens one organization alone, and an address that nobody has verified. What the operator's own
 * organizations have stays as it was; sessions that a provider's second factor opened end.
 */
export const strangers = `
ALTER TABLE identity_provider ADD COLUMN confirmed_domains TEXT NOT NULL DEFAULT '[]';
ALTER TABLE identity_provider ADD COLUMN allows_private INTEGER NOT NULL DEFAULT 0;
UPDATE identity_provider SET confirmed_domains = email_domains, allows_private = 1 WHERE id IN (
  SELECT node.id FROM node
  JOIN member ON member.organization_id = node.organization_id AND member.is_owner = 1
  JOIN host_right ON host_right.account_id = member.account_id AND host_right.name = 'operate'
  WHERE node.kind = 'identityProvider');

ALTER TABLE session ADD COLUMN only_in TEXT REFERENCES organization (id) ON DELETE CASCADE;
DELETE FROM session WHERE account_id IN (
  SELECT account_identity.account_id FROM account_identity
  JOIN identity_provider ON identity_provider.id = account_identity.provider_id
  JOIN account ON account.id = account_identity.account_id
  WHERE identity_provider.trusts_second_factor = 1 AND account.totp_secret IS NOT NULL);

ALTER TABLE account ADD COLUMN pending_email TEXT;
`;
