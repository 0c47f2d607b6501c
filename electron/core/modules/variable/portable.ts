import * as z from 'zod';
import type { Fields } from '#shared/bundle/thing.ts';
import { type GivenVariable, variableFields } from '#shared/contract/variable.ts';
import { isVariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { scopeKey } from '#shared/model/variables/scope.ts';
import type { BundleContext, Facet, Making } from '../../bundle/body/portable.ts';
import { requireMay } from '../node/index.ts';
import { entriesOf } from './entries.ts';
import { listVariables } from './queries.ts';
import { checkedEntries, refuseDuplicates, replaceVariables, restoreVariables } from './replace.ts';
import { insertEntries } from './save.ts';

const Value = z.strictObject(variableFields);
type Value = z.infer<typeof Value>;

/** The variables of a level, secrets by name alone; their order is theirs. */
export const variablesFacet: Facet = {
  field: 'variables',
  schema: Value,
  isOf: isVariableLevel,
  read(context, id) {
    if (!may(context, 'read', id)) return undefined;
    const { version: _version, ...value } = listVariables(context.store, id);
    return value.variables.length === 0 && value.below === undefined ? undefined : value;
  },
  needs(context, id, value) {
    const kept = new Set(id === null ? [] : keysOf(entriesOf(context.store, id).entries));
    return (value as Value).variables.flatMap((each) =>
      each.isSecret && each.value === undefined && !kept.has(keyOf(each)) ? [each.name] : [],
    );
  },
  write(making, id, { value, secrets }) {
    const { variables, below = '' } = value as Value;
    const needed = new Set(variablesFacet.needs?.(making.context, making.made.has(id) ? null : id, value));
    save(making, id, { variables: variables.map((each) => withSecret(each, needed, secrets)), below });
  },
  remember: ({ store }, id) => entriesOf(store, id).version,
  restore({ context }, id, version) {
    requireMay(context, permissionOf(context, id, 'write'), id);
    if (entriesOf(context.store, id).version !== version)
      restoreVariables(context, id, { earlier: Number(version) });
  },
};

/** Variables of what was made just now came with it; access to it is judged on what is above it. */
function save(
  { context, tx, made }: Making,
  id: string,
  given: { variables: readonly GivenVariable[]; below: string },
): void {
  const above = made.get(id);
  if (above === undefined) {
    requireMay(context, permissionOf(context, id, 'write'), id);
    return void replaceVariables(context, id, given);
  }
  requireMay(context, permissionAt(levelAt(tx, id), 'write'), above);
  refuseDuplicates(given.variables);
  checkedEntries(given.variables, new Map());
  insertEntries(tx, id, given);
}

function withSecret(each: GivenVariable, needed: ReadonlySet<string>, secrets: Fields): GivenVariable {
  const given = secrets[`variables.${each.name}`];
  return needed.has(each.name) && typeof given === 'string' ? { ...each, value: given } : each;
}

function may(context: BundleContext, verb: 'read' | 'write', id: string): boolean {
  return context.store.access.can(context.caller.subject, permissionOf(context, id, verb), id);
}

function permissionOf({ store }: BundleContext, id: string, verb: 'read' | 'write') {
  return permissionAt(store.access.node(id)?.kind ?? '', verb);
}

function permissionAt(level: string, verb: 'read' | 'write') {
  if (!isVariableLevel(level)) throw new Error(`${level} has no variables`);
  return `${variablesKindOf(level)}.${verb}` as const;
}

function levelAt({ database }: Making['tx'], id: string): string {
  return String(database.connection.prepare('SELECT kind FROM node WHERE id = ?').pluck().get(id) ?? '');
}

function keysOf(entries: readonly { name: string; scope: string; isSecret: boolean }[]): string[] {
  return entries.filter(({ isSecret }) => isSecret).map(({ name, scope }) => `${name} ${scope}`);
}

function keyOf({ name, scope = {} }: GivenVariable): string {
  return `${name} ${scopeKey(scope)}`;
}
