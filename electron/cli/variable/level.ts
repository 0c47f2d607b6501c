import { nodeKinds } from '#shared/model/nodes.ts';
import { type VariableLevel, variableLevels } from '#shared/model/variables/levels.ts';
import { usageFailure } from '../failure.ts';
import { commands } from '../input/commands.ts';
import { parseWords } from '../input/parse-words.ts';

/** The level whose variables a path or id names: `acme` an organization's, `acme/shop/production/web` a service's. */
export function levelOf(path: string): VariableLevel {
  const byId = variableLevels.find((level) => path.startsWith(`${nodeKinds[level].prefix}_`));
  const level = byId ?? variableLevels[path.split('/').filter((name) => name !== '').length - 1];
  if (level) return level;
  throw usageFailure(
    `“${path}” names nothing that has variables; write acme, acme/shop, acme/shop/production or acme/shop/production/web.`,
  );
}

/** The commands of one level by their nouns; all levels have these, but `resolved`, which is for the lower two. */
export const levelVerbs: readonly string[] = commands.flatMap(({ noun, verb }) =>
  noun === nounOf('service') ? [verb] : [],
);

/** `project` → `project-variables`. */
export function nounOf(level: VariableLevel): string {
  return `${level}-variables`;
}

/** `variable list acme/shop` is `project-variables list acme/shop`; any other command line is as it was. */
export function expandVariable(argv: readonly string[]): readonly string[] {
  const [noun, verb = '', ...rest] = argv;
  if (noun !== 'variable' || !levelVerbs.includes(verb)) return argv;
  const flagged = variableLevels.find((level) =>
    rest.some((word) => word === `--${level}` || word.startsWith(`--${level}=`)),
  );
  if (flagged) return [nounOf(flagged), verb, ...rest];
  const [, , path] = parseWords([nounOf('service'), verb, ...rest]).words;
  return [nounOf(path === undefined ? 'service' : levelOf(path)), verb, ...rest];
}
