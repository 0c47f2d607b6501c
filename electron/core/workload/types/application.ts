import type { ApplicationSpec, GitRef, ServiceSource } from '#shared/contract/application-spec.ts';
import type { DockerfileBuilder, StaticBuilder } from '#shared/contract/builder.ts';
import { shellWord } from '#shared/model/shell-word.ts';
import type { Content } from '../desired/desired.ts';
import { type BuiltSource, cancelBuild } from '../image/build-job.ts';
import { buildProblems } from '../image/build-values.ts';
import { obtainImage } from '../image/obtain-image.ts';
import { sitePort } from '../image/site/site-config.ts';
import { swarmRuntime } from '../swarm/swarm-runtime.ts';
import { mountFields, mountIssues, writtenPlaces } from './mounts.ts';
import type { ImageSource, ServiceType, SpecIssue } from './service-type.ts';

/** An application: replicas of one image, from a registry or built from a repository or a folder. */
export const application: ServiceType<ApplicationSpec> = {
  words: { unconfigured: 'Say first what it runs: an image, a git repository or a folder.' },
  runtime: swarmRuntime,
  image: imageSource(),
  issuesOf,
  keeps: () => [],
  objections: async () => [],
  variableProblems: ({ source }, variables) =>
    source.type === 'image' ? [] : buildProblems(source.builder, variables),
  contentOf,
  fieldsOf,
  warningsOf,
  stopSeconds: { failed: 1, cancelled: 10 },
};

function imageSource(): ImageSource<ApplicationSpec> {
  return {
    obtain: (attempt, { source }, local) => obtainImage(attempt, source, local),
    async cancel(attempt, { source }) {
      if (source.type !== 'image') await cancelBuild(attempt);
    },
    stepsOf({ source }, { isRollback, builtOn, runsOn }) {
      if (source.type === 'image') return [`Take the image ${source.image} and pin it by its digest`];
      if (isRollback) return ['Take the image that was built then'];
      const where = builtOn ?? 'the server';
      const fetch = source.type === 'git' ? `Fetch ${source.url} on ${where}` : `Send the folder to ${where}`;
      const target = runsOn ?? 'the server';
      const carry =
        source.pushTo === undefined
          ? `Send the image from there to ${target} through this host, without the layers that it has`
          : `Take the image from there to ${target}, by its digest`;
      return [
        fetch,
        builtOn === null ? builtText(source) : `${builtText(source)}, on ${builtOn}`,
        ...(source.pushTo === undefined ? [] : [`Push the image to ${source.pushTo}`]),
        ...(builtOn === null ? [] : [carry]),
      ];
    },
  };
}

function issuesOf(spec: ApplicationSpec): SpecIssue[] {
  return [...portIssues(spec), ...mountIssues(spec), ...orderIssues(spec), ...buildIssues(spec)];
}

function builtText({ builder, directory, dockerfile }: BuiltSource): string {
  if (builder?.type !== 'static') return `Build the image from ${dockerfile}`;
  return `Put ${directory || 'its files'} into an image of ${builder.image}, which serves it on port ${sitePort}`;
}

function portIssues({ ports }: ApplicationSpec): SpecIssue[] {
  const held = new Set<string>();
  return ports.flatMap(({ hostPort, protocol }, index) => {
    const key = `${hostPort}/${protocol}`;
    if (hostPort === undefined) return [];
    if (held.has(key)) {
      return [{ path: `ports.${index}.hostPort`, message: 'is published twice by this service' }];
    }
    held.add(key);
    return [];
  });
}

/** A name that is given twice would have one of two values. */
function buildIssues({ source }: ApplicationSpec): SpecIssue[] {
  if (source.type === 'image' || source.builder?.type !== 'dockerfile') return [];
  const { arguments: given, secrets } = source.builder;
  const twice = (names: readonly string[], field: string, end: string): SpecIssue[] =>
    names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [{ path: `source.builder.${field}.${index}${end}`, message: `${name} is given twice` }],
    );
  return [
    ...twice(
      given.map(({ name }) => name),
      'arguments',
      '.name',
    ),
    ...twice(secrets, 'secrets', ''),
  ];
}

function orderIssues(spec: ApplicationSpec): SpecIssue[] {
  if (spec.updateOrder !== 'start-first' || !holdsPort(spec)) return [];
  const message = 'cannot be start-first: two versions cannot hold the same port of the server';
  return [{ path: 'updateOrder', message }];
}

function contentOf(spec: ApplicationSpec): Content {
  const { replicas, command, ports, healthCheck, limits, mounts, soakSeconds, drainSeconds } = spec;
  const stopsFirstSince = stopsFirstBecause(spec);
  const order = stopsFirstSince === undefined ? 'start-first' : 'stop-first';
  const times = { soakSeconds, drainSeconds };
  return { replicas, command, ports, healthCheck, limits, mounts, ...times, order, stopsFirstSince };
}

/** Why the old version has to stop before the new one starts, as it follows “since”; undefined where it has not to. */
function stopsFirstBecause(spec: ApplicationSpec): string | undefined {
  if (holdsPort(spec)) return 'it holds a port of the server';
  if (spec.updateOrder === 'stop-first') return 'its configuration says so';
  const [written] = writtenPlaces(spec);
  if (spec.updateOrder === 'start-first' || written === undefined) return undefined;
  return `two versions would write to ${written} at once`;
}

function holdsPort({ ports }: ApplicationSpec): boolean {
  return ports.some(({ hostPort }) => hostPort !== undefined);
}

function warningsOf(spec: ApplicationSpec, isUpdate: boolean): string[] {
  const since = stopsFirstBecause(spec);
  const [written] = writtenPlaces(spec);
  const isShared = written !== undefined && spec.updateOrder === 'start-first';
  return [
    isUpdate && since !== undefined
      ? `The old version stops before the new one starts, since ${since}: a short outage.`
      : '',
    isUpdate && isShared
      ? `While it is updated both versions write to ${written}; let the old one stop first where they must not.`
      : '',
    spec.replicas > 1 && written !== undefined
      ? `Its ${spec.replicas} replicas all write to ${written}; that is for programs that expect it.`
      : '',
    spec.healthCheck ? '' : 'It has no health check: a version that runs but does not work is not noticed.',
    spec.replicas === 0 ? 'It is set to 0 replicas, so nothing will run.' : '',
  ].filter(Boolean);
}

function* fieldsOf(spec: ApplicationSpec): Generator<[string, string]> {
  yield* sourceFields(spec.source);
  yield ['replicas', String(spec.replicas)];
  if (spec.command.length > 0) yield ['command', commandText(spec.command)];
  for (const { containerPort, hostPort, protocol } of spec.ports) {
    const where = hostPort === undefined ? 'inside the environment' : `at port ${hostPort} of the server`;
    yield [`port ${containerPort}/${protocol}`, where];
  }
  yield* mountFields(spec.mounts);
  if (spec.updateOrder) yield ['update order', orderWords[spec.updateOrder]];
  if (spec.healthCheck) yield ['health check', checkText(spec.healthCheck)];
  if (spec.limits.memoryMiB !== undefined) yield ['memory limit', `${spec.limits.memoryMiB} MiB`];
  if (spec.limits.cpus !== undefined) yield ['CPU limit', String(spec.limits.cpus)];
  yield ['soak time', `${spec.soakSeconds} s`];
  yield ['drain time', `${spec.drainSeconds} s`];
}

const orderWords = {
  'start-first': 'the new version starts first',
  'stop-first': 'the old version stops first',
} as const;

function* sourceFields(source: ServiceSource): Generator<[string, string]> {
  if (source.type === 'image') {
    yield ['image', source.image];
    return;
  }
  if (source.type === 'folder') yield ['source', 'the folder that was sent last'];
  else {
    yield ['repository', source.url];
    yield ['ref', refText(source.ref)];
    if (source.submodules) yield ['submodules', 'fetched'];
  }
  if (source.directory) yield ['directory', source.directory];
  if (source.builder?.type === 'static') yield* staticFields(source.builder);
  else {
    yield ['Dockerfile', source.dockerfile];
    if (source.target) yield ['build stage', source.target];
    if (source.builder) yield* dockerfileFields(source.builder);
  }
}

function* dockerfileFields({ arguments: given, secrets }: DockerfileBuilder): Generator<[string, string]> {
  for (const { name, value } of given) yield [`build argument ${name}`, value ?? `of the variable ${name}`];
  if (secrets.length > 0) yield ['build secrets', secrets.join(', ')];
}

function* staticFields(builder: StaticBuilder): Generator<[string, string]> {
  const { image, singlePage, notFoundPage, cacheSeconds } = builder;
  yield ['builder', `static site, served by ${image} on port ${sitePort}`];
  yield [
    'paths without a file',
    singlePage ? 'answer index.html' : `answer 404 with ${notFoundPage || 'no page'}`,
  ];
  yield [
    'browsers keep files',
    cacheSeconds === undefined ? 'until they ask again' : `${cacheSeconds} s, pages aside`,
  ];
}

const refText = (ref: GitRef): string =>
  ref.type === 'commit' ? `commit ${ref.hash}` : `${ref.type} ${ref.name}`;

const commandText = (command: readonly string[]): string => command.map(shellWord).join(' ');

const checkText = (check: NonNullable<ApplicationSpec['healthCheck']>): string => {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = check;
  return `${commandText(check.command)} every ${intervalSeconds} s, ${timeoutSeconds} s at most, ${retries} tries, from ${startPeriodSeconds} s on`;
};
