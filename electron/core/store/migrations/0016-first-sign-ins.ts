/**
 * When an account's first session began, which is told once (docs/access.md, on the audit trail). Who has a session, or
 * did anything, in a store that is older than this has signed in before.
 */
export const firstSignIns = `
ALTER TABLE account ADD COLUMN signed_in_at INTEGER;
UPDATE account SET signed_in_at = created_at
  WHERE id IN (SELECT account_id FROM session UNION SELECT actor_id FROM audit_event);
`;
