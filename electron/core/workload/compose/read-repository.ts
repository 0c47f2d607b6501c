import { mostFiles, mostText } from '#shared/compose/found-files.ts';
import { envFileOf } from '#shared/compose/source.ts';
import type { ComposeRepository, ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import {
  type Fetch,
  type Fetched,
  fetchCommit,
  type GitObject,
  lookUp,
  readBlobs,
} from '../../remote/git/repository.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { GitAccess } from '../attempt.ts';
import { examiner } from './examiner.ts';
import type { OwnPaths } from './own-paths.ts';
import { type ComposeSources, type RepositoryObject, type RepositoryObjects, sourceOf } from './sources.ts';

type Variables = readonly { readonly name: string; readonly value: string }[];

/** Every file may name further ones, as by `extends`; nobody's project goes deeper. */
const mostRounds = 24;

/** How many files are looked for, most of which need not be there. */
const mostLookedFor = mostFiles * 4;

/** Where a commit is brought to. */
type Place = Pick<Fetch, 'jobId' | 'repository' | 'timeoutSeconds' | 'signal'>;

/** Brings a commit of a project's repository to the server: the one that is given, else the one of its branch or tag. */
export async function fetchRepository(
  connection: SshConnection,
  { url, ref }: ComposeRepository,
  { access, commit, ...place }: Place & { readonly access: GitAccess; readonly commit?: string | undefined },
): Promise<Fetched> {
  const wanted = commit === undefined ? ref : ({ type: 'commit', hash: commit } as const);
  return fetchCommit(connection, {
    ...place,
    url,
    ref:
      wanted.type === 'commit'
        ? { kind: 'commit', name: wanted.hash }
        : { kind: wanted.type, name: wanted.name },
    httpAuth: (await access.gitLogin(url)) ?? undefined,
    deployKeys: access.deployKeys(),
    knownHosts: access.knownHosts(url),
  });
}

/**
 * Reads of one commit what its compose files ask for, and what stands at the paths that its containers and builds are given.
 * All of it by the commit: no link of the repository leads out of it, and nothing changes between look and use. INVALID_INPUT
 * for what is too large, or a Dockerfile that is not there.
 */
export async function readRepository(
  connection: SshConnection,
  { repository, commit }: Pick<Fetched, 'repository' | 'commit'>,
  { spec, variables }: { readonly spec: ComposeSpec; readonly variables: Variables },
): Promise<ComposeSources> {
  const at = (path: string): string => `${commit}:${path}`;
  const texts: Record<string, string> = {};
  const asked = new Set<string>();
  let wanted = [...spec.composeFiles, envFileOf(sourceOf(spec, []))];
  for (let round = 0; ; round += 1) {
    for (const path of wanted) asked.add(path);
    Object.assign(
      texts,
      await readTexts(connection, { repository, at, paths: wanted.filter(isPlain), texts }),
    );
    const { missing, paths } = await examiner.examine({ source: sourceOf(spec, variables, texts) });
    wanted = missing.filter((path) => !asked.has(path));
    if (wanted.length > 0 && round < mostRounds) continue;
    return { commit, texts, objects: await objectsAt(connection, { repository, at, paths }) };
  }
}

interface Reading {
  readonly repository: string;
  readonly at: (path: string) => string;
}

async function readTexts(
  connection: SshConnection,
  {
    repository,
    at,
    paths,
    texts,
  }: Reading & { readonly paths: readonly string[]; readonly texts: ComposeSources['texts'] },
): Promise<Record<string, string>> {
  if (Object.keys(texts).length + paths.length > mostLookedFor)
    refuse(`they name more than ${mostLookedFor} files`);
  const objects = await lookUp(connection, repository, paths.map(at));
  const found = paths.flatMap((path, index) => {
    const object = objects[index];
    return object?.type === 'blob' ? [{ path, object }] : [];
  });
  const size = found.reduce((sum, { object }) => sum + object.size, 0);
  const held = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
  if (size + held > mostText) refuse(`its files hold more than ${mostText} bytes`);
  const blobs = await readBlobs(
    connection,
    repository,
    found.map(({ object }) => object),
  );
  return Object.fromEntries(found.map(({ path }, index) => [path, textOf(path, blobs[index])]));
}

async function objectsAt(
  connection: SshConnection,
  { repository, at, paths }: Reading & { readonly paths: OwnPaths },
): Promise<RepositoryObjects> {
  const all = paths.all.filter(isPlain);
  const found = await lookUp(connection, repository, all.map(at));
  const objects = new Map(all.flatMap((path, index) => pair(path, found[index])));
  const built = paths.dockerfiles.flatMap(({ context, file }) => {
    const folder = objects.get(context);
    return folder === undefined
      ? []
      : [{ context, file, name: `${folder.id}:${file.replace(/^(?:\.\/+)+/, '')}` }];
  });
  const files = await lookUp(
    connection,
    repository,
    built.map(({ name }) => name),
  );
  for (const [index, { context, file }] of built.entries())
    if (files[index]?.type !== 'blob')
      refuse(`there is no file ${file} in ${context || 'its root'} to build from`);
  return Object.fromEntries(objects);
}

const pair = (path: string, object: GitObject | null | undefined): [string, RepositoryObject][] =>
  object ? [[path, { type: object.type, id: object.id }]] : [];

/** A name with a line break in it would be two to git. */
const isPlain = (path: string): boolean => !/\p{Cc}/u.test(path) && path.length < 4_096;

function textOf(path: string, bytes: Buffer | undefined): string {
  const text = bytes?.toString('utf8') ?? '';
  return text.includes('\0') ? refuse(`${path} is no text`) : text;
}

function refuse(message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'spec.source', message }] });
}
