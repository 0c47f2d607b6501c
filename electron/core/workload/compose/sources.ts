import type { ComposeSource } from '#shared/compose/source.ts';
import { folderOf } from '#shared/compose/sources.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';

/** A file or a folder of a repository, by what is in it. */
export interface RepositoryObject {
  readonly type: 'blob' | 'tree';
  readonly id: string;
}
export type RepositoryObjects = Readonly<Record<string, RepositoryObject>>;

/** What a project was read from in its repository: kept with a deployment, for it is what exactly ran. */
export interface ComposeSources {
  readonly commit: string;
  /** The files that were read for the project itself, by their paths from the root. */
  readonly texts: Readonly<Record<string, string>>;
  /** What its containers and builds are given. */
  readonly objects: RepositoryObjects;
}

/** A configuration as the loader takes it, with what its variables are; `texts` are those of its repository. */
export function sourceOf(
  { files, composeFiles, profiles, source }: ComposeSpec,
  variables: readonly { readonly name: string; readonly value: string }[],
  texts: Readonly<Record<string, string>> = {},
): ComposeSource {
  const home = folderOf(composeFiles[0] ?? '');
  return {
    files: source ? texts : Object.fromEntries(files.map(({ path, text }) => [path, text])),
    composeFiles,
    profiles,
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    ...(source && { home, envFile: source.envFile ?? (home === '' ? '.env' : `${home}/.env`) }),
  };
}
