import type { PlanChange } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { type VariableLevel, variableLevels } from '#shared/model/variables/levels.ts';
import type { VariableProblem } from '#shared/model/variables/resolve.ts';
import type { AnyServiceType, ComposeSources, Review } from '../../workload/index.ts';
import type { DeployedFile } from './files.ts';
import type { DeployedVariable } from './rows.ts';

/** What a deployment runs: its configuration and its variables. */
export interface Configured {
  readonly spec: ServiceSpec;
  readonly variables: readonly DeployedVariable[];
  readonly files?: readonly DeployedFile[];
  /** Variables that have no value, and files without content; none of what was deployed. */
  readonly problems?: readonly VariableProblem[];
  /** What it was read from in a repository, where that was read before. */
  readonly sources?: ComposeSources | null;
  /** The name of the server that it is built on, where it names one. */
  readonly buildServer?: string | undefined;
  /** Its fields as read together with its variables, where its type reads them so. */
  readonly read?: Review['fields'];
}

/** A change with the levels whose values it shows; none for a field of the configuration. */
export type LeveledChange = PlanChange & { readonly levels: readonly VariableLevel[] };

/** What the field of a variable begins with. */
export const variablePrefix = 'variable ';
const filePrefix = 'file ';
const problemPrefixes = {
  variable: variablePrefix,
  file: filePrefix,
  build: `${variablePrefix}for the build: `,
};

/** Whether a field of a change is a variable; no field of a configuration begins like it. */
export const isVariableField = (field: string): boolean => field.startsWith(variablePrefix);

const secretText = '•••';
const shownChars = 200;
/** No value of a variable is the same. */
const unresolved = '\0';

const shorten = (text: string): string =>
  text.length > shownChars ? `${text.slice(0, shownChars)}… (${text.length} characters)` : text;

interface Shown {
  /** What decides whether it changed; never shown. */
  readonly value: string;
  readonly text: string;
  readonly levels: readonly VariableLevel[];
}

const shownOf = (type: AnyServiceType, configured: Configured | null): Map<string, Shown> => {
  const shown = new Map<string, Shown>();
  if (!configured) return shown;
  for (const [field, text] of configured.read ?? type.fieldsOf(configured.spec))
    shown.set(field, configured.read ? readField(configured, text) : { value: text, text, levels: [] });
  const { buildServer } = configured;
  if (buildServer !== undefined)
    shown.set('build server', { value: buildServer, text: buildServer, levels: [] });
  for (const { name, value, isSecret, levels } of configured.variables) {
    const text = isSecret ? secretText : shorten(value);
    shown.set(`${variablePrefix}${name}`, { value, text, levels });
  }
  for (const { target, content, isSecret, levels } of configured.files ?? []) {
    const text = isSecret ? secretText : shorten(content);
    shown.set(`${filePrefix}${target}`, { value: content, text, levels });
  }
  for (const { what, name, level } of configured.problems ?? [])
    shown.set(`${problemPrefixes[what ?? 'variable']}${name}`, {
      value: unresolved,
      text: 'cannot be resolved',
      levels: [level],
    });
  return shown;
};

/** A text that may hold values of variables: with a secret in it it is not shown, else it is of all their levels. */
const readField = ({ variables }: Configured, value: string): Shown => {
  const held = variables.filter((each) => each.value !== '' && value.includes(each.value));
  const text = held.some(({ isSecret }) => isSecret) ? secretText : shorten(value);
  return { value, text, levels: held.flatMap(({ levels }) => levels) };
};

/** What differs between what runs (null: nothing) and what is wanted, field by field; secrets as `•••`. */
export const planChanges = (
  type: AnyServiceType,
  running: Configured | null,
  wanted: Configured,
): LeveledChange[] => {
  const [before, after] = [shownOf(type, running), shownOf(type, wanted)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (from?.value === to?.value) return [];
    const shown = [from?.levels ?? [], to?.levels ?? []].flat();
    const levels = variableLevels.filter((level) => shown.includes(level));
    return [{ field, from: from?.text ?? null, to: to?.text ?? null, levels }];
  });
};
