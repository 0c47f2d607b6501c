/** Which service has to run before which other one of its environment: docs/access.md, “Order of services”. */
export const serviceOrder = `
CREATE TABLE service_dependency (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  depends_on TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  PRIMARY KEY (service_id, depends_on)
) STRICT;
CREATE INDEX service_dependency_on ON service_dependency (depends_on);
`;
