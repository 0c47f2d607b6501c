import type { ResolvedVariables } from '#shared/contract/variable.ts';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { problemWords, type ResolvedVariable, type Source } from '#shared/model/variables/resolve.ts';
import { scopeKey } from '#shared/model/variables/scope.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { readableLevels } from './readable.ts';
import { resolveVariables } from './resolve.ts';

/**
 * What a service gets, or every service of an environment, on the server that is given or else its own, as the reader may see
 * it (R15): a secret has no value, and of a level that the reader may not read
 * there is a name and the level's, and no value that anything of it is in.
 */
export function previewVariables(
  context: OperationContext,
  nodeId: string,
  serverId?: string,
): ResolvedVariables {
  const readable = readableLevels(context, nodeId);
  const { variables, problems, notInherited } = resolveVariables(context.store, nodeId, serverId);
  return {
    variables: variables.map((each) => shown(each, readable)),
    problems: problems.map(problemWords),
    notInherited: notInherited.map(({ name, reason, ...source }) => ({
      name,
      ...(readable.has(source.level) ? sourceOf(source) : { level: source.level }),
      reason,
    })),
  };
}

function shown(
  variable: ResolvedVariable,
  readable: ReadonlySet<VariableLevel>,
): ResolvedVariables['variables'][number] {
  const { name, level, isSecret, value, levels, overrides } = variable;
  const isReadable = levels.every((each) => readable.has(each));
  const told = { name, overrides: overrides.filter((each) => readable.has(each.level)).map(sourceOf) };
  if (!isReadable)
    return { ...told, ...(readable.has(level) ? sourceOf(variable) : { level }), isSecret: null };
  return { ...told, ...sourceOf(variable), isSecret, ...(isSecret ? {} : { value }) };
}

function sourceOf({ level, scope }: Source) {
  return { level, ...(scopeKey(scope) === '' ? {} : { scope }) };
}
