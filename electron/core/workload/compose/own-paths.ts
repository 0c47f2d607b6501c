import type { ComposeProject } from '#shared/compose/schema/project.ts';
import { pathProblem, resolvePath } from '#shared/compose/sources.ts';

/** The places in a project's folder, or in its repository, that its containers and builds are given. */
export interface OwnPaths {
  /** Each as seen from the root; empty for the root itself. */
  readonly all: readonly string[];
  /** What is built by a file: the folder, and the file as seen from there. */
  readonly dockerfiles: readonly { readonly context: string; readonly file: string }[];
}

/** Reads them from a normalised project; what leads out of it is for the policy. */
export function ownPaths({ services, configs, secrets }: ComposeProject): OwnPaths {
  const builds = Object.values(services).flatMap(({ build }) => (build ? [build] : []));
  const binds = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.flatMap(({ type, source }) => (type === 'bind' && source !== undefined ? [source] : [])),
  );
  const files = [...Object.values(configs), ...Object.values(secrets)].flatMap(({ file }) => file ?? []);
  const contexts = builds.flatMap(({ context, additional_contexts: more = {} }) => [
    ...(context === undefined ? [] : [context]),
    ...Object.values(more).flatMap((each) => each ?? []),
  ]);
  return {
    all: [...new Set([...binds, ...files, ...contexts].flatMap(own))],
    dockerfiles: builds.flatMap(({ context, dockerfile: file = 'Dockerfile', dockerfile_inline: inline }) =>
      context === undefined || inline !== undefined
        ? []
        : own(context).map((each) => ({ context: each, file })),
    ),
  };
}

/** A place of its own as seen from the root; none for one that leads elsewhere. */
export function own(path: string): string[] {
  const found = pathProblem(path) === undefined ? resolvePath('', path) : undefined;
  return found === undefined ? [] : [found];
}
