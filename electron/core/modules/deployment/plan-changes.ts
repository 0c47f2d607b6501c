import type { PlanChange } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { AnyServiceType } from '../../workload/index.ts';
import type { ResolvedVariable } from '../variable/index.ts';

/** What a deployment runs: its configuration and its variables. */
export interface Configured {
  readonly spec: ServiceSpec;
  readonly variables: readonly ResolvedVariable[];
}

const variablePrefix = 'variable ';

/** Whether a field of a change is a variable; no field of a configuration begins like it. */
export const isVariableField = (field: string): boolean => field.startsWith(variablePrefix);

const secretText = '•••';
const shownChars = 200;

const shorten = (text: string): string =>
  text.length > shownChars ? `${text.slice(0, shownChars)}… (${text.length} characters)` : text;

interface Shown {
  /** What decides whether it changed; never shown. */
  readonly value: string;
  readonly text: string;
}

const shownOf = (type: AnyServiceType, configured: Configured | null): Map<string, Shown> => {
  const shown = new Map<string, Shown>();
  if (!configured) return shown;
  for (const [field, text] of type.fieldsOf(configured.spec)) shown.set(field, { value: text, text });
  for (const { name, value, isSecret } of configured.variables) {
    shown.set(`${variablePrefix}${name}`, { value, text: isSecret ? secretText : shorten(value) });
  }
  return shown;
};

/** What differs between what runs (null: nothing) and what is wanted, field by field; secrets as `•••`. */
export const planChanges = (
  type: AnyServiceType,
  running: Configured | null,
  wanted: Configured,
): PlanChange[] => {
  const [before, after] = [shownOf(type, running), shownOf(type, wanted)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (from?.value === to?.value) return [];
    return [{ field, from: from?.text ?? null, to: to?.text ?? null }];
  });
};
