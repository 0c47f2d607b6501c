/** What asks for root on a server, and was accepted there for one service by somebody who may. */
export const acceptedFindings = `
CREATE TABLE accepted_finding (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  server_id TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  accepted_by TEXT NOT NULL,
  accepted_by_name TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  PRIMARY KEY (service_id, server_id, finding_id)
) STRICT;
`;
