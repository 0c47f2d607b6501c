import type { ServiceSource } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Run } from './run-context.ts';

export const buildImage = async (
  run: Run,
  _source: Extract<ServiceSource, { type: 'git' }>,
): Promise<{ imageId: string; reference: string; commit: string }> => {
  throw new AppError('REMOTE_FAILED', { server: run.row.server_name, action: 'Building from git' });
};

export const cancelBuild = async (_run: Run): Promise<void> => undefined;
