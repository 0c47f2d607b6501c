import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { restartService, scaleService } from '../../remote/docker/services.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import type { StackPart } from './services.ts';

/** Stops every part of a stack, or starts as many tasks of each as its file says. CONFLICT where a part runs on every node. */
export async function scaleStack(
  connection: SshConnection,
  parts: readonly StackPart[],
  replicas: number,
): Promise<void> {
  const global = parts.find(({ service }) => service.replicas === undefined);
  if (global) {
    const reason = `“${global.part}” runs on every node (mode: global), and Swarm cannot stop it but by removing it.`;
    throw new AppError('CONFLICT', { field: '', reason });
  }
  const docker = dockerOver(connection);
  await Promise.all(
    parts.map(({ service }) =>
      scaleService(docker, service.id, replicas === 0 ? 0 : Number(service.labels[label.replicas] ?? 1)),
    ),
  );
}

/** Replaces every task of a stack, in the order of its update_config; what is stopped stays so. */
export async function restartStack(connection: SshConnection, parts: readonly StackPart[]): Promise<void> {
  const docker = dockerOver(connection);
  await Promise.all(parts.map(({ service }) => restartService(docker, service.id)));
}
