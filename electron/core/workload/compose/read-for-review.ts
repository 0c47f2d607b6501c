import { randomBytes } from 'node:crypto';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { endFetch } from '../../remote/git/repository.ts';
import type { ServiceType } from '../types/service-type.ts';
import { slug } from './folder.ts';
import { fetchRepository, readRepository } from './read-repository.ts';

const fetchSeconds = 120;

/**
 * Fetches the repository of a project beside what is kept of it, reads it, and leaves nothing; of one that is cut off
 * `removeOldLooks` takes away what it left.
 */
export const readForReview: NonNullable<ServiceType<ComposeSpec>['readSources']> = async (
  connection,
  spec,
  { serviceId, access, variables },
) => {
  if (!spec.source) return null;
  const jobId = `${slug(serviceId)}-look-${randomBytes(6).toString('hex')}`;
  try {
    const place = {
      access,
      jobId,
      timeoutSeconds: fetchSeconds,
      signal: AbortSignal.timeout(fetchSeconds * 1_000),
    };
    const fetched = await fetchRepository(connection, spec.source, place);
    return await readRepository(connection, fetched, { spec, variables });
  } finally {
    await endFetch(connection, jobId);
  }
};
