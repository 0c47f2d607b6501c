import { type GivenVariable, mostOfLevel, type VariableList } from '#shared/contract/variable.ts';
import { AppError } from '#shared/model/errors.ts';
import { type Scope, scopeKey, scopeOfKey } from '#shared/model/variables/scope.ts';
import { type Tie, tiesOf, tieWords } from '#shared/model/variables/ties.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { asListed, type Entry, entriesOf } from './entries.ts';
import { saveEntries } from './save.ts';
import { savedEntries } from './saves.ts';
import { requireScopes } from './scopes.ts';

interface Given {
  readonly variables: readonly GivenVariable[];
  readonly below?: string | undefined;
  readonly version?: number | undefined;
}

/**
 * Replaces all variables of a node at once. A secret without a value keeps the one it has in the same scope; CONFLICT on
 * `version` where somebody saved in between. Comments below the last one stay where none are given.
 */
export function replaceVariables(context: OperationContext, nodeId: string, given: Given): VariableList {
  refuseDuplicates(given.variables);
  context.write((tx) => {
    const before = entriesOf(tx, nodeId);
    requireVersion(given.version, before.version);
    requireScopes(context, nodeId, before.entries, given.variables);
    refuseNewTies(before.entries, given.variables);
    const old = new Map(before.entries.map((entry) => [keyOf(entry), entry]));
    const entries = checkedEntries(given.variables, old);
    saveEntries(tx, context.caller, { nodeId, entries, below: given.below ?? before.below });
  });
  return asListed(entriesOf(context.store, nodeId));
}

/** Saves the variables of a node as an earlier save made them; a secret that was damaged then is kept as it is now. */
export function restoreVariables(
  context: OperationContext,
  nodeId: string,
  { earlier, version }: { readonly earlier: number; readonly version?: number | undefined },
): { version: number } {
  context.write((tx) => {
    const before = entriesOf(tx, nodeId);
    requireVersion(version, before.version);
    const old = new Map(before.entries.map((entry) => [keyOf(entry), entry]));
    const saved = savedEntries(tx, nodeId, earlier);
    const entries = saved.entries.map((entry) =>
      entry.value === null ? (old.get(keyOf(entry)) ?? entry) : entry,
    );
    const lost = entries.find(({ value, sealed }) => value === null && !sealed);
    if (lost) {
      const reason = `${lost.name} was damaged in version ${earlier} already; restore another version`;
      throw new AppError('CONFLICT', { field: 'earlier', reason });
    }
    tx.audit({ fact: { type: 'variablesRestored', version: earlier } });
    saveEntries(tx, context.caller, { nodeId, entries, below: saved.below });
  });
  return { version: entriesOf(context.store, nodeId).version };
}

/** The entries that are asked for, within the bounds of a level; what is missing of a secret is taken from those of before. */
export function checkedEntries(
  variables: readonly GivenVariable[],
  old: ReadonlyMap<string, Entry>,
): readonly Entry[] {
  const entries = variables.map((each, index) => entryOf(each, index, old));
  refuseTooMuch(entries);
  return entries;
}

function requireVersion(seen: number | undefined, now: number): void {
  if (seen === undefined || seen === now) return;
  const reason = 'somebody changed the variables since you opened them; look at theirs and save again';
  throw new AppError('CONFLICT', { field: 'version', reason });
}

/** Refuses a name that is there twice in one scope, or in two spellings. */
export function refuseDuplicates(variables: readonly GivenVariable[]): void {
  const spelling = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, { name, scope = {} }] of variables.entries()) {
    const first = spelling.get(name.toLowerCase()) ?? name;
    spelling.set(name.toLowerCase(), first);
    if (first !== name) throw invalid(index, 'name', `differs from ${first} only by case`);
    const key = `${name} ${scopeKey(scope)}`;
    if (seen.has(key)) {
      throw invalid(
        index,
        'name',
        scopeKey(scope) === '' ? 'is there twice' : 'is there twice with the same scope',
      );
    }
    seen.add(key);
  }
}

/** A tie that is stored already may stay: what else is changed is not held up by it. */
function refuseNewTies(before: readonly Entry[], given: readonly GivenVariable[]): void {
  const stored = before.map(({ name, scope }) => ({ name, scope: scopeOfKey(scope) }));
  const known = new Set(tiesOf(stored).map((tie) => tieKey(stored, tie)));
  const tie = tiesOf(given).find((each) => !known.has(tieKey(given, each)));
  if (tie) throw invalid(tie.second, 'scope', tieWords(given[tie.first]?.name ?? '', tie.first + 1));
}

function tieKey(
  values: readonly { name: string; scope?: Scope | undefined }[],
  { first, second }: Tie,
): string {
  const of = (at: number): string => scopeKey(values[at]?.scope ?? {});
  return JSON.stringify([values[second]?.name.toLowerCase(), ...[of(first), of(second)].toSorted()]);
}

function keyOf({ name, scope }: Pick<Entry, 'name' | 'scope'>): string {
  return `${name} ${scope}`;
}

function entryOf(given: GivenVariable, index: number, old: ReadonlyMap<string, Entry>): Entry {
  const { name, isSecret, value, above = '', beside = '' } = given;
  const told = { name, isSecret, scope: scopeKey(given.scope ?? {}), above, beside };
  if (value !== undefined) return { ...told, value };
  const kept = old.get(keyOf(told));
  if (isSecret && kept?.isSecret) return { ...kept, ...told };
  const message = 'is missing; only a secret that has a value in the same scope may keep it';
  throw invalid(index, 'value', message);
}

function refuseTooMuch(entries: readonly Entry[]): void {
  const characters = entries.reduce(
    (sum, { name, value, above, beside }) =>
      sum + name.length + (value?.length ?? 0) + above.length + beside.length,
    0,
  );
  if (characters <= mostOfLevel) return;
  const message = `must be at most ${mostOfLevel.toLocaleString('en')} characters together; these are ${characters.toLocaleString('en')}`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'variables', message }] });
}

function invalid(index: number, field: string, message: string): AppError {
  return new AppError('INVALID_INPUT', { issues: [{ path: `variables.${index}.${field}`, message }] });
}
