import type { FoundWorkload, foundMakers } from '#shared/contract/found.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { isProjectName } from '#shared/model/project-name.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { FoundService } from '../../workload/index.ts';

/** What Docker says of a server at one moment. */
export interface OnServer {
  readonly containers: readonly ContainerSummary[];
  readonly services: readonly FoundService[];
  /** The compose projects that are a service’s already, whoever adopted them. */
  readonly claimed: ReadonlySet<string>;
}

type Labels = Readonly<Record<string, string>>;
type Maker = (typeof foundMakers)[number];

const project = 'com.docker.compose.project';
const stack = 'com.docker.stack.namespace';
const swarmService = 'com.docker.swarm.service.id';

const isOurs = (labels: Labels): boolean => Object.keys(labels).some((name) => name.startsWith('quayside.'));

/**
 * What runs or stands still on a server and bears no label of any Quayside: compose projects, stacks and services of the
 * Swarm, and plain containers, by name. All texts are the server's, and are shown without what nobody sees.
 */
export function foundIn({ containers, services, claimed }: OnServer): FoundWorkload[] {
  const foreign = services.filter(({ labels }) => !isOurs(labels));
  const loose = containers.filter(({ labels }) => labels[swarmService] === undefined);
  const projects = Map.groupBy(loose, ({ labels }) => labels[project] ?? '');
  const plain = (projects.get('') ?? []).filter(({ labels }) => !isOurs(labels));
  projects.delete('');
  const stacks = Map.groupBy(foreign, ({ labels }) => labels[stack] ?? '');
  const alone = stacks.get('') ?? [];
  stacks.delete('');
  // what Dokploy makes in the Swarm bears no label of its own
  const others: Maker = services.some(({ image }) => /^dokploy\/dokploy(?:[:@]|$)/.test(image))
    ? 'dokploy'
    : 'swarm';
  return [
    ...[...projects]
      .filter(([name, group]) => !claimed.has(name) && !group.some(({ labels }) => isOurs(labels)))
      .map(([name, group]) => composeProject(name, group)),
    ...plain.map(plainContainer),
    ...[...stacks].map(([name, group]) => ofSwarm('stack', { name, group, others })),
    ...alone.map((service) => ofSwarm('swarm-service', { name: service.name, group: [service], others })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folder of a compose project, and its files as they are seen from there; or why they cannot be told. */
export function filesOf(
  labels: Labels,
): { readonly home: string; readonly files: readonly string[] } | { readonly reason: string } {
  const home = labels[`${project}.working_dir`] ?? '';
  const paths = (labels[`${project}.config_files`] ?? '').split(',');
  if (!isPath(home)) return { reason: 'Its containers do not say in which folder its compose files are.' };
  const inside = paths.map((path) =>
    path.startsWith('/') ? below(home, path) : below(home, `${home}/${path}`),
  );
  const outside = paths.find((_, index) => inside[index] === undefined);
  if (outside !== undefined) {
    return {
      reason: `Its compose file ${shownText(outside)} is not below its folder ${shownText(home)}; start it from one folder, and look again.`,
    };
  }
  const odd = paths.find((path) => !/\.ya?ml$/i.test(path));
  if (odd !== undefined)
    return { reason: `${shownText(odd)} is not called as a compose file is, .yaml or .yml; it is not read.` };
  return { home, files: inside.flatMap((path) => path ?? []) };
}

const isPath = (path: string): boolean =>
  path.startsWith('/') && path !== '/' && !/\p{Cc}/u.test(path) && path.length < 1_024;

/** A path as it is seen from a folder; undefined for one that is not below it, or goes up on the way. */
function below(home: string, path: string): string | undefined {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const above = home.split('/').filter((step) => step !== '' && step !== '.');
  if (!isPath(path) || steps.includes('..') || above.includes('..')) return undefined;
  const isBelow = steps.length > above.length && above.every((step, index) => steps[index] === step);
  return isBelow ? steps.slice(above.length).join('/') : undefined;
}

function composeProject(name: string, group: readonly ContainerSummary[]): FoundWorkload {
  const labels = group[0]?.labels ?? {};
  const told = filesOf(labels);
  const home = labels[`${project}.working_dir`];
  const folders = new Set(group.map((each) => each.labels[`${project}.working_dir`]));
  const reason = !isProjectName(name)
    ? 'Compose itself gives no project such a name; it is left alone.'
    : folders.size > 1
      ? 'Its containers were started from several folders; start it from one, and look again.'
      : 'reason' in told
        ? told.reason
        : null;
  return {
    kind: 'compose',
    name: shownText(name),
    madeBy: composeMaker(labels, group),
    folder: home === undefined ? null : shownText(home, 300),
    files: 'files' in told ? told.files.map((path) => shownText(path, 300)) : [],
    parts: group.map((each) => partOf(each, each.labels['com.docker.compose.service'] ?? each.name)),
    reason,
  };
}

function composeMaker(labels: Labels, group: readonly ContainerSummary[]): Maker {
  const home = labels[`${project}.working_dir`] ?? '';
  const files = labels[`${project}.config_files`] ?? '';
  if (home.startsWith('/etc/dokploy/') || files.includes('/etc/dokploy/')) return 'dokploy';
  if (/^\/data\/compose\/\d+/.test(home) || hasLabel(group, 'io.portainer.')) return 'portainer';
  if (home.startsWith('/data/coolify/') || hasLabel(group, 'coolify.')) return 'coolify';
  return 'compose';
}

const hasLabel = (group: readonly { readonly labels: Labels }[], prefix: string): boolean =>
  group.some(({ labels }) => Object.keys(labels).some((name) => name.startsWith(prefix)));

const plainContainer = (container: ContainerSummary): FoundWorkload => ({
  kind: 'container',
  name: shownText(container.name),
  madeBy: hasLabel([container], 'io.portainer.')
    ? 'portainer'
    : hasLabel([container], 'coolify.')
      ? 'coolify'
      : 'docker',
  folder: null,
  files: [],
  parts: [partOf(container, container.name)],
  reason:
    'It was started by “docker run”, of which no file tells. Write it as a compose file in its own folder (New service → “Compose file” makes one of the docker run line), start that by docker compose, and adopt it then.',
});

const partOf = (container: ContainerSummary, name: string): FoundWorkload['parts'][number] => ({
  name: shownText(name),
  image: shownText(container.image, 300),
  state: shownText(container.state),
  status: shownText(container.status),
});

interface OfSwarm {
  readonly name: string;
  readonly group: readonly FoundService[];
  readonly others: Maker;
}

function ofSwarm(kind: 'stack' | 'swarm-service', { name, group, others }: OfSwarm): FoundWorkload {
  const madeBy = hasLabel(group, 'io.portainer.') ? 'portainer' : kind === 'stack' ? 'swarm' : others;
  return {
    kind,
    name: shownText(name),
    madeBy,
    folder: null,
    files: [],
    parts: group.map(({ name: part, image, wanted, running }) => ({
      name: shownText(part),
      image: shownText(image, 300),
      state: wanted === 0 ? 'stopped' : running === wanted ? 'running' : 'degraded',
      status: `${running} of ${wanted} running`,
    })),
    reason: madeBy === 'dokploy' ? fromDokploy : fromSwarm,
  };
}

const fromDokploy =
  'It is a service of Dokploy’s in the Swarm: bring it in by Import → “A Dokploy instance”, deploy it here, and end it there.';
const fromSwarm =
  'Services of the Swarm cannot be adopted yet without a restart. Bring its stack file in by Import → “Compose files”, deploy it, and remove this one.';
