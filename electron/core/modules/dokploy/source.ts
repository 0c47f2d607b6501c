import { posix } from 'node:path';
import { GitRef, GitUrl, ServiceSource } from '#shared/contract/application-spec.ts';
import { Builder } from '#shared/contract/builder.ts';
import type { DokployNote } from '#shared/contract/dokploy.ts';
import type { GivenVariable } from '#shared/contract/variable.ts';
import { readEnv } from './read-env.ts';
import type { Application, Source } from './shapes.ts';

/** A repository as a source names it, or why there is none. */
interface Repository {
  readonly url: string;
  readonly branch: string;
}

/** Tells what a source says beside its repository. */
type Tell = (field: string, text: string) => void;

/** The repository of a source of any provider; null where it has none, with why. */
export function repositoryOf(from: Source, tell: Tell): Repository | { readonly problem: string } {
  const given = addressOf(from);
  if (given === null) return { problem: `a source of the type ${from.sourceType} has no place here` };
  const [url, branch] = given;
  if (from.sourceType !== 'git') {
    tell(
      'sourceType',
      `is fetched from ${url}; connect ${from.sourceType} here, or give it a deploy key, where it is private`,
    );
  } else if (from.customGitSSHKeyId) {
    tell('customGitSSHKeyId', 'private keys are not told by Dokploy; give the service a deploy key here');
  }
  if (from.autoDeploy) tell('autoDeploy', 'switch “deploy on push” on here, once the service is in place');
  const sound = GitUrl.safeParse(url);
  if (!sound.success) return { problem: `its repository ${sound.error.issues[0]?.message}` };
  const ref = GitRef.safeParse({ type: 'branch', name: branch });
  if (!ref.success) return { problem: `its branch ${ref.error.issues[0]?.message}` };
  return { url, branch };
}

function addressOf(from: Source): readonly [url: string, branch: string] | null {
  const { sourceType: type } = from;
  if (type === 'git') return [from.customGitUrl?.trim() ?? '', from.customGitBranch ?? ''];
  if (type === 'github') {
    return [`https://github.com/${from.owner}/${from.repository}.git`, from.branch ?? ''];
  }
  if (type === 'gitlab') {
    const path = from.gitlabPathNamespace ?? `${from.gitlabOwner}/${from.gitlabRepository}`;
    return [`${homeOf(from.gitlab?.gitlabUrl, 'https://gitlab.com')}/${path}.git`, from.gitlabBranch ?? ''];
  }
  if (type === 'gitea') {
    const path = `${from.giteaOwner}/${from.giteaRepository}`;
    return [`${homeOf(from.gitea?.giteaUrl, 'https://gitea.com')}/${path}.git`, from.giteaBranch ?? ''];
  }
  if (type === 'bitbucket') {
    const name = from.bitbucketRepositorySlug || from.bitbucketRepository;
    return [`https://bitbucket.org/${from.bitbucketOwner}/${name}.git`, from.bitbucketBranch ?? ''];
  }
  return null;
}

function homeOf(given: string | null | undefined, usual: string): string {
  return (given || usual).replace(/\/+$/, '');
}

/** What an application is made of, and the variables that its build asks for. */
export interface ReadSource {
  readonly source?: ServiceSource | undefined;
  readonly problem?: string | undefined;
  readonly variables: readonly GivenVariable[];
  readonly notes: readonly DokployNote[];
}

/** Reads where an application comes from and how it is built. */
export function sourceOf(app: Application): ReadSource {
  const notes: DokployNote[] = [];
  const tell: Tell = (field, text) => {
    notes.push({ field, text });
  };
  if (app.sourceType === 'docker') {
    if (app.username || app.password) {
      tell(
        'username',
        'the sign-in to its registry is not brought along; add the registry under Connections',
      );
    }
    const image = (app.dockerImage ?? '').trim();
    return { ...checked({ type: 'image', image }), variables: [], notes };
  }
  const built = buildOf(app, tell);
  if (app.sourceType === 'drop') {
    tell('sourceType', 'the files that were uploaded are not brought along; send the folder here');
    return { ...checked({ type: 'folder', ...built.fields }), variables: built.variables, notes };
  }
  const repository = repositoryOf(app, tell);
  if ('problem' in repository) return { problem: repository.problem, variables: [], notes };
  const { url, branch } = repository;
  const submodules = app.enableSubmodules ?? false;
  const git = { type: 'git', url, ref: { type: 'branch', name: branch }, submodules, ...built.fields };
  return { ...checked(git), variables: built.variables, notes };
}

function checked(given: unknown): Pick<ReadSource, 'source' | 'problem'> {
  const read = ServiceSource.safeParse(given);
  if (read.success) return { source: read.data };
  const issue = read.error.issues[0];
  return { problem: `its ${String(issue?.path.at(-1) ?? 'source')} ${issue?.message}` };
}

interface Build {
  readonly fields: object;
  readonly variables: readonly GivenVariable[];
}

function buildOf(app: Application, tell: Tell): Build {
  const folder = inside(buildPathOf(app));
  if (app.createEnvFile !== false && app.env) {
    tell(
      'createEnvFile',
      'no .env is written into the source; a build is given arguments and secrets by name',
    );
  }
  if (app.buildType === 'static') {
    return {
      fields: { directory: folder, builder: { type: 'static', singlePage: app.isStaticSpa ?? false } },
      variables: [],
    };
  }
  if (app.buildType !== 'dockerfile') {
    tell('buildType', `${app.buildType} builds nothing here; it is built by its Dockerfile`);
    if (app.publishDirectory) tell('publishDirectory', 'belongs to that build type');
  }
  return dockerfileOf(app, folder, tell);
}

function buildPathOf(app: Application): string | null | undefined {
  const paths: Readonly<Record<string, string | null | undefined>> = {
    github: app.buildPath,
    gitlab: app.gitlabBuildPath,
    gitea: app.giteaBuildPath,
    bitbucket: app.bitbucketBuildPath,
    git: app.customGitBuildPath,
    drop: app.dropBuildPath,
  };
  return paths[app.sourceType];
}

/** Dokploy builds in the folder of the Dockerfile, unless it is told another context. Source: its `builders/docker-file.ts`. */
function dockerfileOf(app: Application, folder: string, tell: Tell): Build {
  const file = app.buildType === 'dockerfile' ? inside(`${folder}/${app.dockerfile || 'Dockerfile'}`) : '';
  const given =
    app.buildType === 'dockerfile' && app.dockerContextPath ? inside(app.dockerContextPath) : null;
  const directory = file === '' ? folder : (given ?? inside(posix.dirname(`/${file}`)));
  const isWithin = directory === '' || file.startsWith(`${directory}/`);
  if (file !== '' && !isWithin) {
    tell('dockerContextPath', 'leaves the Dockerfile outside of what is built; move it into that folder');
  }
  const dockerfile =
    file === '' || !isWithin ? 'Dockerfile' : file.slice(directory === '' ? 0 : directory.length + 1);
  const secrets = readEnv(app.buildSecrets ?? '', 'buildSecrets', true);
  const args = readEnv(app.buildArgs ?? '', 'buildArgs');
  for (const { field, text } of [...secrets.notes, ...args.notes]) tell(field, text);
  const builder = Builder.safeParse({
    type: 'dockerfile',
    arguments: args.variables.map(({ name, value }) => ({ name, value })),
    secrets: secrets.variables.map(({ name }) => name),
  });
  if (!builder.success) tell('buildArgs', 'are more or longer than a build here takes, and are left out');
  const target = app.dockerBuildStage ? { target: app.dockerBuildStage } : {};
  return {
    fields: { directory, dockerfile, ...target, ...(builder.success ? { builder: builder.data } : {}) },
    variables: secrets.variables,
  };
}

/** A path from the root of the source, without a slash at either end; it cannot leave it. */
function inside(path: string | null | undefined): string {
  return posix.normalize(`/${path ?? ''}`).replace(/^\/+|\/+$/g, '');
}
