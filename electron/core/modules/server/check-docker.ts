import type { CheckItem } from '#shared/contract/server.ts';
import type { AppError } from '#shared/model/errors.ts';
import { isAppError } from '#shared/model/errors.ts';
import type { DockerInfo, DockerVersion } from '../../remote/docker/system.ts';
import type { HostFacts } from '../../remote/host/facts.ts';

/** Docker as it answered, or why it did not. */
export type DockerAnswer =
  | { readonly version: DockerVersion; readonly info: DockerInfo }
  | { readonly failure: AppError };

const runSetup = 'Run the set-up of this server.';

/** The remedy that one button is. */
const bySetup = { remedy: runSetup, curedBy: 'setup' } as const;

const failureItem = (error: AppError): Pick<CheckItem, 'found' | 'remedy' | 'curedBy'> => {
  if (!isAppError(error, 'REMOTE_FAILED')) return { found: error.message, ...bySetup };
  const { stderr, cure, curedBy } = error.data;
  const found = stderr ?? error.message;
  return cure === undefined
    ? { found, ...bySetup }
    : { found, remedy: cure, ...(curedBy === 'setup' && { curedBy }) };
};

const engineItem = (docker: DockerAnswer): CheckItem => {
  const item = { id: 'docker', label: 'Docker' };
  if ('failure' in docker) return { ...item, status: 'problem', ...failureItem(docker.failure) };
  const { version, apiVersion } = docker.version;
  const { containersRunning, containers, storageDriver } = docker.info;
  const found = `Version ${version} (API ${apiVersion}), ${containersRunning} of ${containers} containers running, storage ${storageDriver}`;
  return { ...item, status: 'ok', found };
};

const rightsItem = ({ user, docker }: HostFacts): CheckItem => {
  const item = { id: 'docker-rights', label: 'Rights to Docker' };
  if (user.isRoot) return { ...item, status: 'ok', found: 'Signed in as root' };
  if (docker.socket === 'usable') {
    return { ...item, status: 'ok', found: `${user.name} may use Docker’s socket` };
  }
  if (user.hasSudo) {
    const found = `${user.name} reaches Docker through sudo, which is slower`;
    const remedy = `Add ${user.name} to the group docker; the set-up does it.`;
    return { ...item, status: 'warning', found, remedy, curedBy: 'setup' };
  }
  const found = `${user.name} may neither use Docker nor sudo without a password`;
  const remedy = `As root: usermod -aG docker ${user.name}. Or allow passwordless sudo.`;
  return { ...item, status: 'problem', found, remedy };
};

const swarmText: Readonly<Record<DockerInfo['swarm']['state'], string>> = {
  inactive: 'Not in a Swarm',
  pending: 'Joining a Swarm',
  active: 'In a Swarm',
  error: 'Docker says that its Swarm is broken',
  locked: 'The Swarm is locked since Docker was restarted',
};

const swarmItem = ({ swarm }: DockerInfo): CheckItem => {
  const item = { id: 'swarm', label: 'Swarm' };
  if (swarm.state === 'active' && swarm.isManager) {
    return { ...item, status: 'ok', found: `Manager at ${swarm.address ?? 'an unknown address'}` };
  }
  if (swarm.state === 'active') {
    const remedy = 'Add a manager of that Swarm as server, or take this one out of it: docker swarm leave.';
    return { ...item, status: 'problem', found: 'Only a worker of another machine’s Swarm', remedy };
  }
  const found = swarmText[swarm.state];
  if (swarm.state === 'locked') {
    return { ...item, status: 'problem', found, remedy: 'Unlock it on the server: docker swarm unlock.' };
  }
  return { ...item, status: 'problem', found, ...bySetup, remedy: `${runSetup} It starts one.` };
};

const toolItem = (id: string, label: string, version: string | undefined, use: string): CheckItem =>
  version === undefined
    ? { id, label, status: 'warning', found: `Not installed; ${use} needs it`, ...bySetup }
    : { id, label, status: 'ok', found: version };

/** What is to be said of Docker, the rights to it, its Swarm, and the tools beside it. */
export const dockerChecks = (docker: DockerAnswer, facts: HostFacts): CheckItem[] => [
  engineItem(docker),
  ...(facts.docker.isInstalled ? [rightsItem(facts)] : []),
  ...('info' in docker ? [swarmItem(docker.info)] : []),
  toolItem('buildx', 'docker buildx', facts.buildxVersion, 'building from a Dockerfile'),
  toolItem('git', 'git', facts.gitVersion, 'deploying from a repository'),
];
