import { type DatabaseFacts, databaseFacts } from '#shared/contract/database-facts.ts';
import type { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { databaseObjections } from '../database/data-version.ts';
import type { Content } from '../desired/desired.ts';
import { obtainImage } from '../image/obtain-image.ts';
import { swarmRuntime } from '../swarm/swarm-runtime.ts';
import type { ServiceType, SpecIssue } from './service-type.ts';

const stopSeconds = 60;

/** A database: one replica on one volume, whose password is made here and is no part of what is configured. */
export const database: ServiceType<DatabaseSpec> = {
  words: { unconfigured: 'Say first which engine it is of.' },
  runtime: swarmRuntime,
  image: {
    obtain: (attempt, spec, local) =>
      obtainImage(attempt, { type: 'image', image: databaseFacts(spec).image }, local),
    cancel: async () => undefined,
    stepsOf: (spec) => [`Take the image ${databaseFacts(spec).image} and pin it by its digest`],
  },
  issuesOf,
  keeps,
  objections: databaseObjections,
  contentOf,
  fieldsOf,
  warningsOf,
  stopSeconds: { failed: stopSeconds, cancelled: stopSeconds },
};

function issuesOf(spec: DatabaseSpec): SpecIssue[] {
  const { engine } = databaseFacts(spec);
  return engine.access === null ? otherIssues(spec) : accountIssues(spec, databaseFacts(spec));
}

/** What an image of which nothing is known has to say itself, and what it has no use for. */
function otherIssues(spec: DatabaseSpec): SpecIssue[] {
  const needed = ['image', 'port', 'dataDirectory'] as const;
  const useless = ['user', 'database'] as const;
  return [
    ...needed.flatMap((path) =>
      spec[path] === undefined ? [{ path, message: 'must be given for another image' }] : [],
    ),
    ...useless.flatMap((path) =>
      spec[path] === undefined
        ? []
        : [{ path, message: 'means nothing for another image: set its variables' }],
    ),
  ];
}

function accountIssues(spec: DatabaseSpec, { engine }: DatabaseFacts): SpecIssue[] {
  const { label, access } = engine;
  if (!access) return [];
  const problem = spec.user === undefined ? undefined : userProblem(access, spec.user);
  return [
    ...(spec.version === undefined
      ? [{ path: 'version', message: `must be given, such as ${engine.versions[0]}` }]
      : []),
    ...(['port', 'dataDirectory'] as const).flatMap((path) =>
      spec[path] === undefined ? [] : [{ path, message: `is what ${label} says; leave it out` }],
    ),
    ...(access.isNamed
      ? []
      : (['user', 'database'] as const).flatMap((path) =>
          spec[path] === undefined ? [] : [{ path, message: `is not chosen for ${label}; leave it out` }],
        )),
    ...(problem === undefined ? [] : [{ path: 'user', message: problem }]),
  ];
}

type Access = NonNullable<DatabaseFacts['engine']['access']>;

function userProblem(access: Access, user: string): string | undefined {
  if (user.length > access.longestUser) return `must have at most ${access.longestUser} characters`;
  return access.userProblem(user);
}

/** The engine never changes; account and folder are made at the first start, and stand on the volume. */
function keeps(before: DatabaseSpec, after: DatabaseSpec, wasDeployed: boolean): SpecIssue[] {
  const [was, is] = [databaseFacts(before), databaseFacts(after)];
  const engine =
    before.engine === after.engine
      ? []
      : [
          {
            path: 'engine',
            message: `stays ${was.engine.label}; create another service for ${is.engine.label}`,
          },
        ];
  if (!wasDeployed || engine.length > 0) return engine;
  return (['user', 'database'] as const).flatMap((path) =>
    was.account[path] === is.account[path]
      ? []
      : [{ path, message: `stays ${was.account[path]}, which was made at the first start` }],
  );
}

function contentOf(spec: DatabaseSpec): Content {
  const { engine, account } = databaseFacts(spec);
  const { ports, mounts } = specFacts(spec);
  return {
    replicas: 1,
    command: engine.access?.command ?? [],
    ports,
    mounts,
    healthCheck: engine.access
      ? {
          command: [...engine.access.healthCheck(account)],
          intervalSeconds: 5,
          timeoutSeconds: 5,
          retries: 6,
          startPeriodSeconds: 60,
        }
      : undefined,
    limits: spec.limits,
    soakSeconds: spec.soakSeconds,
    order: 'stop-first',
    stopsFirstSince: 'two versions would write to its data at once',
    stopSeconds,
  };
}

function warningsOf(spec: DatabaseSpec, isUpdate: boolean): string[] {
  const { externalPort } = spec;
  return [
    isUpdate
      ? 'The old version stops before the new one starts, since two would write to its data at once: a short outage.'
      : '',
    externalPort === undefined
      ? ''
      : `Port ${externalPort} of the server opens it to everybody who reaches the server; its password is all that keeps them out.`,
    databaseFacts(spec).engine.access
      ? ''
      : 'Nothing is known of its image: its health is not checked, and its account is the image’s own.',
  ].filter(Boolean);
}

function* fieldsOf(spec: DatabaseSpec): Generator<[string, string]> {
  const { engine, image, version, account, port, dataDirectory } = databaseFacts(spec);
  yield ['engine', engine.label];
  if (version) yield ['version', version];
  yield ['image', image];
  if (account.user) yield ['user', account.user];
  if (account.database) yield ['database', account.database];
  yield [
    `port ${port}/tcp`,
    spec.externalPort === undefined ? 'inside the environment' : `at port ${spec.externalPort} of the server`,
  ];
  yield [`mount ${dataDirectory}`, 'volume data'];
  if (spec.limits.memoryMiB !== undefined) yield ['memory limit', `${spec.limits.memoryMiB} MiB`];
  if (spec.limits.cpus !== undefined) yield ['CPU limit', String(spec.limits.cpus)];
  yield ['soak time', `${spec.soakSeconds} s`];
}
