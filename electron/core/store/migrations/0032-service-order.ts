/** Which service has to run before which other one of its environment: docs/access.md, “Order of services”. */
export const serviceOrder = `
CREATE TABLE service_dependency (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  depends_on TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  PRIMARY KEY (service_id, depends_on)
) STRICT;
CREATE INDEX service_dependency_on ON service_dependency (depends_on);

CREATE TABLE environment_deployment (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  redeploys INTEGER NOT NULL,
  on_failure TEXT NOT NULL,
  rollback_of TEXT,
  asked_by TEXT NOT NULL
) STRICT;

CREATE TABLE environment_deployment_service (
  environment_deployment_id TEXT NOT NULL REFERENCES environment_deployment (id) ON DELETE CASCADE,
  service_id TEXT NOT NULL,
  name TEXT NOT NULL,
  level INTEGER NOT NULL,
  action TEXT,
  target_id TEXT,
  before_id TEXT,
  deployment_id TEXT,
  undo_id TEXT,
  outcome TEXT,
  is_stopped INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  PRIMARY KEY (environment_deployment_id, service_id)
) STRICT;
`;
