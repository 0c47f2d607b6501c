import type { Builder } from '#shared/contract/builder.ts';
import type { VariableProblem } from '#shared/model/variables/resolve.ts';
import type { GitBuild } from '../../remote/git/build.ts';
import type { KnownVariable } from '../desired/desired.ts';

/** Why a build cannot have the variables that it asks for. */
export function buildProblems(
  builder: Builder | undefined,
  variables: readonly KnownVariable[],
): VariableProblem[] {
  if (builder?.type !== 'dockerfile') return [];
  const problem = (name: string, reason: string): VariableProblem => ({
    what: 'build',
    name,
    level: 'service',
    path: [name],
    reason,
  });
  const asked = builder.arguments.flatMap(({ name, value }) => (value === undefined ? [name] : []));
  const shown = asked.flatMap((name) => {
    const found = variables.find((each) => each.name === name);
    if (!found) return [problem(name, notThere)];
    return found.isSecret
      ? [
          problem(
            name,
            'it is a secret, which a build argument would write into the image; make it a build secret',
          ),
        ]
      : [];
  });
  const missing = builder.secrets.filter((name) => !variables.some((each) => each.name === name));
  return [...shown, ...missing.map((name) => problem(name, notThere))];
}

/** Whether what is built depends on values of variables. */
export function takesVariables(builder: Builder | undefined): boolean {
  if (builder?.type !== 'dockerfile') return false;
  return builder.secrets.length > 0 || builder.arguments.some(({ value }) => value === undefined);
}

const notThere = 'the service has none of this name';

/** What a build gets: arguments, which stay in the image's history, and secrets, which do not. */
export function buildValues(
  builder: Builder | undefined,
  variables: readonly KnownVariable[],
): Pick<GitBuild, 'buildArgs' | 'secrets'> {
  if (builder?.type !== 'dockerfile') return {};
  const textOf = (name: string): string => variables.find((each) => each.name === name)?.value ?? '';
  return {
    buildArgs: Object.fromEntries(builder.arguments.map(({ name, value }) => [name, value ?? textOf(name)])),
    secrets: Object.fromEntries(builder.secrets.map((name) => [name, textOf(name)])),
  };
}
