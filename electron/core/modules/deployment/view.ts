import type { Deployment } from '#shared/contract/deployment.ts';
import { cureOf } from '../../runs/index.ts';
import { specOf } from '../../workload/stored-spec.ts';
import { instant } from '../node/index.ts';
import { type DeploymentRow, partImagesOf } from './rows.ts';

const instantOrNull = (millis: number | null): string | null => (millis === null ? null : instant(millis));

/** A deployment as the contract shows it. */
export const toDeployment = (row: DeploymentRow): Deployment => ({
  id: row.id,
  serviceId: row.service_id,
  organizationId: row.organization_id,
  number: row.number,
  state: row.state,
  reason: row.reason,
  curedBy: cureOf(row),
  serverId: row.server_id,
  serverName: row.server_name,
  startedBy: row.started_by_name,
  rollbackOf: row.rollback_of,
  queuedAt: instant(row.queued_at),
  startedAt: instantOrNull(row.started_at),
  endedAt: instantOrNull(row.ended_at),
  imageReference: row.image_reference,
  imageDigest: row.image_digest,
  imageId: row.image_id,
  images: partImagesOf(row).map(({ part, reference, digest, id }) => ({
    part,
    reference,
    digest,
    id,
  })),
  commit: row.commit_hash,
  folder: row.source_digest === null ? null : { digest: row.source_digest, sizeBytes: row.source_size ?? 0 },
  spec: specOf(row),
});
