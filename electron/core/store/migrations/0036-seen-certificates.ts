/**
 * What visitors were shown when somebody looked, and how near its end was told of a certificate last: docs/access.md,
 * “Certificates”.
 */
export const seenCertificates = `
CREATE TABLE seen_certificate (
  domain_id TEXT PRIMARY KEY REFERENCES domain (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  problem TEXT,
  hosts TEXT NOT NULL,
  issuer TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL
) STRICT;

CREATE TABLE certificate_warning (
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  days INTEGER NOT NULL,
  told_at INTEGER NOT NULL,
  PRIMARY KEY (node_id, fingerprint)
) STRICT, WITHOUT ROWID;
`;
