import { type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { keyOf } from '#shared/model/variables/lookup.ts';
import { escapeReferences } from '#shared/model/variables/references.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { requireMay } from '../node/index.ts';
import { type Entry, entriesOf } from './entries.ts';
import { levelNodes } from './readable.ts';
import { resolveVariables } from './resolve.ts';
import { saveEntries } from './save.ts';

interface Given {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  /** Every level whose values are in it. */
  readonly levels: readonly VariableLevel[];
}

/**
 * Changes the variables of a service itself so that it gets what it got in a deployment. What it gets already stays as it
 * is written; what differs becomes the service's own, as text. What a wider level has added since cannot be taken away
 * here. Whoever may not read a level's values cannot make them the service's own, where others read them; secrets of a
 * wider level ask for secret.reveal there.
 */
export function adoptVariables(
  context: OperationContext,
  tx: AuditedTransaction,
  { serviceId, variables }: { readonly serviceId: string; readonly variables: readonly Given[] },
): void {
  const { variables: now } = resolveVariables(context.store, serviceId);
  const current = new Map(now.map((each) => [keyOf(each.name), each]));
  const isSame = ({ name, value, isSecret }: Given): boolean => {
    const found = current.get(keyOf(name));
    return found?.value === value && found.isSecret === isSecret;
  };
  const { entries, below } = entriesOf(tx, serviceId);
  const wanted = new Map(variables.map((each) => [keyOf(each.name), each]));
  const different = variables.filter((each) => !isSame(each));
  const kept = entries.filter(({ name }) => {
    const then = wanted.get(keyOf(name));
    return then !== undefined && isSame(then);
  });
  if (different.length === 0 && kept.length === entries.length) return;
  requireMay(context, 'serviceVariables.write', serviceId);
  for (const each of different) requireReadable(context, serviceId, each);
  const own = new Map(entries.filter(({ scope }) => scope === '').map((each) => [keyOf(each.name), each]));
  const adopted = different.map((each) => entryOf(each, own.get(keyOf(each.name))));
  saveEntries(tx, context.caller, { nodeId: serviceId, entries: inOrder(entries, kept, adopted), below });
}

function requireReadable(context: OperationContext, serviceId: string, { levels, isSecret }: Given): void {
  for (const [level, { id }] of levelNodes(context.store, serviceId)) {
    if (id === serviceId || !levels.includes(level)) continue;
    requireMay(context, `${variablesKindOf(level)}.read`, id);
    if (isSecret) requireMay(context, 'secret.reveal', id);
  }
}

function entryOf({ name, value, isSecret }: Given, old: Entry | undefined): Entry {
  const { above = '', beside = '' } = old ?? {};
  return { name: old?.name ?? name, value: escapeReferences(value), isSecret, scope: '', above, beside };
}

/** Each where its name stood; what had no place comes last. */
function inOrder(before: readonly Entry[], kept: readonly Entry[], adopted: readonly Entry[]): Entry[] {
  const left = new Map(adopted.map((each) => [keyOf(each.name), each]));
  const placed = before.flatMap((each): Entry[] => {
    if (kept.includes(each)) return [each];
    const found = left.get(keyOf(each.name));
    left.delete(keyOf(each.name));
    return found ? [found] : [];
  });
  return [...placed, ...left.values()];
}
