import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { adoptedWords } from '../compose/adopted/words.ts';
import { composeRuntime } from '../compose/compose-runtime.ts';
import { cancelObtaining, obtainProject } from '../compose/obtain.ts';
import { readForReview } from '../compose/read-for-review.ts';
import { reviewProject } from '../compose/review.ts';
import { secondOpinion } from '../compose/second-opinion.ts';
import type { Content } from '../desired/desired.ts';
import type { ServiceType, SpecIssue } from './service-type.ts';

/** A compose project: the files stay its author's, and docker compose on the server runs them. */
export const compose: ServiceType<ComposeSpec> = {
  words: {
    unconfigured: 'Write first the compose file that it runs.',
    launch: {
      first: 'Start its services',
      update: 'Start again only those of its services that changed, each in the place of its old one',
      beside:
        'Start again only those of its services that changed: what its domains lead to beside its old one, all else in its place',
    },
  },
  runtime: composeRuntime,
  image: {
    obtain: (attempt, spec) => obtainProject(attempt, spec),
    cancel: (attempt) => cancelObtaining(attempt),
    stepsOf: ({ source, runAs }, { isRollback }) => [
      ...(source ? [isRollback ? 'Take the commit of then' : `Fetch ${source.url} on the server`] : []),
      isRollback
        ? 'Take the very images that ran then'
        : 'Pull and build what is missing, and pin each image by its digest',
      'Write the final file on the server',
      ...(runAs === 'stack' ? ['Give it to Docker Swarm as a stack'] : []),
    ],
  },
  issuesOf,
  keeps: () => [],
  objections: async () => [],
  contentOf,
  fieldsOf,
  review: reviewProject,
  readSources: readForReview,
  secondOpinion: async (...asked) =>
    (await Promise.all([adoptedWords(...asked), secondOpinion(...asked)])).flat(),
  warningsOf: ({ runAs }, isUpdate) =>
    runAs === 'stack' && isUpdate
      ? [
          'Docker Swarm replaces what changed, in the order of its update_config; open requests are not waited for.',
        ]
      : [],
  stopSeconds: { failed: 10, cancelled: 10 },
};

function issuesOf({ files, composeFiles, source }: ComposeSpec): SpecIssue[] {
  if (source && files.length > 0)
    return [{ path: 'files', message: 'have to be none where a repository has them' }];
  if (source) return [];
  if (files.length === 0)
    return [{ path: 'files', message: 'must hold a compose file, or name a repository' }];
  const paths = new Set<string>();
  const twice = files.flatMap(({ path }, index) => {
    if (!paths.has(path)) {
      paths.add(path);
      return [];
    }
    return [{ path: `files.${index}.path`, message: 'is the name of another file as well' }];
  });
  const missing = composeFiles.flatMap((path, index) =>
    paths.has(path) ? [] : [{ path: `composeFiles.${index}`, message: `${path} is none of the files` }],
  );
  return [...twice, ...missing];
}

/** What the port asks of any service; what runs is said by the files alone. */
function contentOf({ soakSeconds, drainSeconds, runAs }: ComposeSpec): Content {
  return {
    replicas: 1,
    command: [],
    ports: [],
    healthCheck: undefined,
    limits: {},
    mounts: [],
    order: 'stop-first',
    // Swarm itself replaces the tasks of a stack
    isBesideBehindProxy: runAs !== 'stack',
    soakSeconds,
    drainSeconds,
  };
}

function* fieldsOf({
  runAs,
  source,
  files,
  composeFiles,
  profiles,
  soakSeconds,
  drainSeconds,
}: ComposeSpec): Generator<[string, string]> {
  if (source) {
    const { url, ref, envFile } = source;
    yield ['repository', url];
    yield [ref.type, ref.type === 'commit' ? ref.hash : ref.name];
    if (envFile !== undefined) yield ['.env', envFile];
  }
  if (runAs === 'stack') yield ['run as', 'Swarm stack'];
  yield ['compose files', composeFiles.join(', ')];
  if (profiles.length > 0) yield ['profiles', profiles.join(', ')];
  for (const { path, text } of files) yield [`file ${path}`, text];
  yield ['soak time', `${soakSeconds} s`];
  yield ['drain time', `${drainSeconds} s`];
}
