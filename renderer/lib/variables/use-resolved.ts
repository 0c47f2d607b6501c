import { useQuery } from '@tanstack/react-query';
import type { ResolvedVariable } from '#shared/contract/variable.ts';
import { scopeKey } from '#shared/model/variables/scope.ts';
import { callsOf, isResolved, type LevelNode } from './calls.ts';
import { mask, type VariableRow } from './rows.ts';

/** What a service or an environment gets from every level, as the table of its own variables needs it; nothing for the others. */
export function useResolved(at: LevelNode, stored: readonly VariableRow[]) {
  const { level } = at;
  const { calls, at: input } = callsOf(at);
  const { data } = useQuery(calls.resolved.queryOptions({ input, enabled: isResolved(level) }));
  const variables = data?.variables ?? [];
  const own = new Map(variables.filter((each) => each.level === level).map((each) => [each.name, each]));
  const asStored = new Map(stored.map((row) => [row.key, row.value]));
  return {
    inherited: variables.filter((each) => each.level !== level),
    notInherited: data?.notInherited ?? [],
    /** Of an environment there is nothing wrong yet: what refers to a service's own variable finds it there. */
    problems: level === 'service' ? (data?.problems ?? []) : [],
    /** What becomes of a stored value: what it overrides, and itself where it refers to others. */
    noteOf(row: VariableRow): string | undefined {
      const found = own.get(row.name);
      const isOfFound = found && scopeKey(found.scope ?? {}) === scopeKey(row.scope ?? {});
      if (!isOfFound || asStored.get(row.key) !== row.value) return undefined;
      return [...overrideWords(found), ...valueWords(found, row)].join(' · ') || undefined;
    },
  };
}

function overrideWords({ overrides }: ResolvedVariable): string[] {
  const levels = [...new Set(overrides.map(({ level }) => level))];
  return levels.length === 0 ? [] : [`Overrides ${levels.join(' and ')}`];
}

function valueWords({ value, isSecret }: ResolvedVariable, row: VariableRow): string[] {
  if (row.isSecret || value === row.value) return [];
  if (isSecret === null) return [`= ${mask}, for it holds what you may not read`];
  return isSecret ? [`= ${mask}, for it holds a secret`] : [`= ${value}`];
}
