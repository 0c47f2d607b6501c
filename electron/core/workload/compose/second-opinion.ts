import { randomBytes } from 'node:crypto';
import { envFileOf } from '#shared/compose/source.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { formatEnvText } from '#shared/model/env-text.ts';
import { readJobFile, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { startJob } from '../../remote/jobs/start.ts';
import { jobStatus } from '../../remote/jobs/status.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { examiner } from './examiner.ts';
import { slug } from './folder.ts';
import { opinionScript } from './opinion-script.ts';
import { type ComposeSources, sourceOf } from './sources.ts';

interface Asked {
  readonly serviceId: string;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  readonly sources: ComposeSources | null;
}

const opinionSeconds = 20;
const longestOpinion = 8 * 1_048_576;
const mostNamed = 8;

/**
 * What the docker compose of a server reads otherwise in a project than we do, in words; none where it is not there. Only
 * fields are named, never a value: whatever it reads on the server stays there. Starts nothing, and leaves nothing; of one
 * that is cut off `removeOldLooks` takes away what it left.
 */
export async function secondOpinion(
  connection: SshConnection,
  spec: ComposeSpec,
  { serviceId, variables, sources }: Asked,
): Promise<string[]> {
  const source = sourceOf(spec, variables, sources?.texts);
  const { text, problems } = await examiner.examine({ source, objects: sources?.objects });
  if (problems.length > 0) return [];
  const id = `${slug(serviceId)}-opinion-${randomBytes(6).toString('hex')}`;
  const numbered = (name: string, all: readonly string[]) =>
    all.map((bytes, index) => [`${name}.${index}`, { bytes }] as const);
  try {
    await startJob(connection, {
      id,
      script: opinionScript,
      timeoutSeconds: opinionSeconds,
      files: {
        home: { bytes: source.home ?? '' },
        'env-file': { bytes: envFileOf(source) },
        variables: { bytes: formatEnvText(variables) },
        ours: { bytes: text },
        ...Object.fromEntries([
          ...numbered('path', Object.keys(source.files)),
          ...numbered('file', Object.values(source.files)),
          ...numbered('compose', source.composeFiles),
          ...numbered('profile', source.profiles),
        ]),
      },
    });
    for await (const _ of followJobLog(connection, id));
    const { exitCode } = await jobStatus(connection, id);
    if (exitCode === 28) return ['The docker compose of this server does not read these files, and we do.'];
    if (exitCode !== 0) return [];
    const [theirs, ours] = await Promise.all(
      ['theirs', 'ours'].map((name) => readJobFile(connection, id, name, { maxBytes: longestOpinion })),
    );
    return wordsOf(differences(parsed(theirs), parsed(ours)));
  } finally {
    await removeJob(connection, id);
  }
}

type Model = Readonly<Record<string, unknown>>;

const parsed = (bytes: Buffer | null | undefined): Model =>
  JSON.parse(bytes?.toString('utf8') || '{}') as Model;

/** The fields that two readings tell differently, as in `services.web.ports`. */
export function differences(theirs: Model, ours: Model): string[] {
  const found: string[] = [];
  for (const kind of ['services', 'networks', 'volumes', 'configs', 'secrets']) {
    const [one, other] = [theirs, ours].map((each) => (each[kind] ?? {}) as Record<string, Model | null>);
    for (const name of namesOf(one, other)) {
      const [a, b] = [one?.[name], other?.[name]].map(withoutProfiles);
      if (a === undefined || b === undefined) found.push(`${kind}.${name}`);
      else
        for (const field of namesOf(a, b))
          if (plain({ it: a[field] }) !== plain({ it: b[field] })) found.push(`${kind}.${name}.${field}`);
    }
  }
  return found;
}

/** Which profiles a service is of decides nothing any more once it is there. */
function withoutProfiles(each: Model | null | undefined): Model | undefined {
  if (each === undefined) return undefined;
  const { profiles: _, ...rest } = each ?? {};
  return rest;
}

const namesOf = (one: object = {}, other: object = {}): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();

/** A value in one form: what holds nothing is as good as absent, and keys have no order. */
function plain(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    const entries = Object.entries(each).filter(([, held]) => !isNothing(held));
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const isNothing = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

function wordsOf(fields: readonly string[]): string[] {
  if (fields.length === 0) return [];
  const more = fields.length > mostNamed ? ` and ${fields.length - mostNamed} more` : '';
  return [
    `The docker compose of this server reads ${fields.slice(0, mostNamed).join(', ')}${more} otherwise than the final file says; what runs is the final file.`,
  ];
}
