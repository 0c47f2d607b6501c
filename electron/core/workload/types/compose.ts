import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { composeRuntime } from '../compose/compose-runtime.ts';
import { cancelObtaining, obtainProject } from '../compose/obtain.ts';
import { reviewProject } from '../compose/review.ts';
import type { Content } from '../desired/desired.ts';
import type { ServiceType, SpecIssue } from './service-type.ts';

/** A compose project: the files stay its author's, and docker compose on the server runs them. */
export const compose: ServiceType<ComposeSpec> = {
  words: {
    unconfigured: 'Write first the compose file that it runs.',
    launch: {
      first: 'Start its services',
      update: 'Start again only those of its services that changed, each in the place of its old one',
    },
  },
  runtime: composeRuntime,
  image: {
    obtain: (attempt, spec) => obtainProject(attempt, spec),
    cancel: (attempt) => cancelObtaining(attempt),
    stepsOf: (_, isRollback) => [
      isRollback
        ? 'Take the very images that ran then'
        : 'Pull and build what is missing, and pin each image by its digest',
      'Write the final file on the server',
    ],
  },
  issuesOf,
  keeps: () => [],
  objections: async () => [],
  contentOf,
  fieldsOf,
  review: reviewProject,
  warningsOf: () => [],
  stopSeconds: { failed: 10, cancelled: 10 },
};

function issuesOf({ files, composeFiles }: ComposeSpec): SpecIssue[] {
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
function contentOf({ soakSeconds }: ComposeSpec): Content {
  return {
    replicas: 1,
    command: [],
    ports: [],
    healthCheck: undefined,
    limits: {},
    mounts: [],
    order: 'stop-first',
    soakSeconds,
  };
}

function* fieldsOf({ files, composeFiles, profiles, soakSeconds }: ComposeSpec): Generator<[string, string]> {
  yield ['compose files', composeFiles.join(', ')];
  if (profiles.length > 0) yield ['profiles', profiles.join(', ')];
  for (const { path, text } of files) yield [`file ${path}`, text];
  yield ['soak time', `${soakSeconds} s`];
}
