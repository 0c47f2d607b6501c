import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, inspectContainer } from '../../remote/docker/containers.ts';
import { containerLogs } from '../../remote/docker/logs.ts';
import { execTerminal } from '../../remote/docker/terminal.ts';
import { label } from '../runtime/labels.ts';
import type { Runtime, TerminalProgram } from '../runtime/runtime.ts';
import { ownContainers } from './own-containers.ts';

/** Every container of a service that is still there. */
export const outputs: Runtime['outputs'] = async (connection, serviceId) => {
  const containers = await ownContainers(dockerOver(connection), { serviceId, all: true });
  return containers.map((container) => ({
    containerId: container.id,
    source: sourceOf(container),
    isRunning: container.state === 'running',
  }));
};

export const logs: Runtime['logs'] = (connection, containerId, options) =>
  containerLogs(dockerOver(connection), containerId, options);

/** A container has sh, or no shell at all; bash is nicer where it is. */
const containerShell = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'];

const shell: TerminalProgram = { argv: containerShell, environment: {} };

/** Opens a shell, or another program, in any running container of the server. */
export const exec: Runtime['exec'] = async (connection, containerId, size, program = shell) => {
  const docker = dockerOver(connection);
  const container = await inspectContainer(docker, containerId);
  if (!container) throw new AppError('NOT_FOUND', { kind: 'container', id: containerId });
  if (container.state !== 'running') {
    const reason = `“${container.name}” is ${container.state}; start it first`;
    throw new AppError('CONFLICT', { field: 'containerId', reason });
  }
  const { columns: cols, rows } = size;
  return execTerminal(docker, container.id, { argv: program.argv, env: program.environment, cols, rows });
};

/** The part of a compose project that it is; else the place of its task and the beginning of its id. */
const sourceOf = ({ id, labels }: ContainerSummary): string => {
  const part = labels['com.docker.compose.service'] ?? labels[label.part];
  if (part !== undefined) return `${part}.${id.slice(0, 6)}`;
  const slot = (labels['com.docker.swarm.task.name'] ?? '').split('.').at(-2);
  return `${slot ?? '0'}.${id.slice(0, 6)}`;
};
