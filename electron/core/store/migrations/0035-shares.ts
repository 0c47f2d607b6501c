/** Which part of a domain's requests other services of its environment answer: docs/access.md, “Domains”. */
export const shares = `
CREATE TABLE domain_share (
  domain_id TEXT NOT NULL REFERENCES domain (id) ON DELETE CASCADE,
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  port INTEGER NOT NULL,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  PRIMARY KEY (domain_id, service_id)
) STRICT;
CREATE INDEX domain_share_of ON domain_share (service_id);
`;
