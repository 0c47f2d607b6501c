/** Webhooks that have a branch looked at, and what came in by them: docs/access.md, “Webhooks”. */
export const webhooks = `
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  service_id TEXT NOT NULL UNIQUE REFERENCES service (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  secret BLOB NOT NULL,
  secret_set_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE webhook_delivery (
  number INTEGER PRIMARY KEY,
  webhook_id TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  delivery TEXT NOT NULL,
  digest TEXT NOT NULL,
  event TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  result TEXT
) STRICT;
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, number);
`;
