import type * as z from 'zod';
import { type Fields, isSameValue, keyOf, nameOf, parentPathOf, type Thing } from '#shared/bundle/thing.ts';
import type { BundleChoice, BundleImport, BundleSecret } from '#shared/contract/bundle.ts';
import { Name } from '#shared/contract/fields.ts';
import { nodeKinds } from '#shared/model/nodes.ts';
import { facetsOf, portableOf, schemaOf } from '../../bundle/body/paths.ts';
import { type KnownThing, readBody, sorted } from '../../bundle/body/read-body.ts';
import type { BundleModuleContext } from './context.ts';
import { inOrder } from './order.ts';

type Item = BundleImport['items'][number];

/** One thing of a template and what is to become of it. */
export interface Planned {
  /** As the template has it: what other things name it by. */
  readonly key: string;
  readonly thing: Thing;
  /** What is here by its path; undefined where it is new. */
  readonly known: KnownThing | undefined;
  readonly fate: Item['fate'];
  readonly choice: Item['choice'];
  /** What is written: everything of what is new, else what differs. */
  readonly fields: Fields;
  readonly secrets: Fields;
  readonly needs: readonly string[];
  readonly problems: Item['problems'];
}

export interface Asked {
  readonly organizationId: string;
  readonly choices: readonly BundleChoice[];
  readonly secrets: readonly BundleSecret[];
}

/** Compares a template with what the caller may read here, in the order in which it can be made; changes nothing. */
export function planImport(
  context: BundleModuleContext,
  things: readonly Thing[],
  { organizationId, choices, secrets }: Asked,
): { readonly planned: readonly Planned[]; readonly onlyHere: readonly KnownThing[] } {
  const here = readBody(context, context.portables, organizationId);
  const known = new Map(here.map((thing) => [keyOf(thing), thing]));
  const chosen = new Map(choices.map((each) => [each.item, each]));
  const given = Map.groupBy(secrets, ({ item }) => item);
  const planning = { context, known, chosen, given, moved: new Map<string, string>() };
  const planned = inOrder(context.portables, things).map((thing) => planThing(planning, thing));
  const named = new Set(things.map(keyOf));
  return {
    planned: withSkipped(withDoubles(planned)),
    onlyHere: here.filter((thing) => !named.has(keyOf(thing))),
  };
}

interface Planning {
  readonly context: BundleModuleContext;
  readonly known: ReadonlyMap<string, KnownThing>;
  readonly chosen: ReadonlyMap<string, BundleChoice>;
  readonly given: ReadonlyMap<string, readonly BundleSecret[]>;
  /** The new paths of what is renamed and of what lies below it, by key. */
  readonly moved: Map<string, string>;
}

function planThing(planning: Planning, thing: Thing): Planned {
  const { context, known, chosen, given } = planning;
  const { portables } = context;
  const key = keyOf(thing);
  const { choice: asked = 'write', name } = chosen.get(key) ?? {};
  const renamed = {
    ...thing,
    path: placeOf(planning, thing, asked === 'rename' ? (name ?? '') : nameOf(thing)),
  };
  if (renamed.path !== thing.path) planning.moved.set(key, renamed.path);
  const here = known.get(keyOf(renamed));
  // whoever may not read the organization itself cannot have it changed by this
  const choice = here === undefined && nodeKinds[thing.kind].parent === null ? 'skip' : asked;
  const read = readGiven(context, thing, here === undefined);
  const fields = Object.fromEntries(
    Object.entries(sorted(portables, thing.kind, read.fields)).filter(
      ([field, value]) => here === undefined || !isSameValue(here.fields[field], value),
    ),
  );
  const fate = here === undefined ? 'add' : Object.keys(fields).length > 0 ? 'change' : 'keep';
  const needs = neededBy(context, { kind: thing.kind, id: here?.id ?? null, fields });
  const secrets = Object.fromEntries((given.get(key) ?? []).map(({ field, value }) => [field, value]));
  const problems = [
    ...read.problems,
    ...nameProblems(context, renamed, here),
    ...(choice === 'rename' ? renameProblems(context, renamed, here) : []),
    ...needs.flatMap((field) => secretProblem(context, thing, field, secrets[field])),
  ];
  const isWritten = choice !== 'skip' && fate !== 'keep';
  return {
    ...{ key, thing: renamed, known: here, fate, choice, fields, secrets, needs },
    problems: isWritten ? problems : [],
  };
}

/** Where a thing comes to be by a name: below what it lies below, which may be renamed itself. */
function placeOf({ moved }: Planning, thing: Thing, name: string): string {
  const { parent } = nodeKinds[thing.kind];
  const above = parentPathOf(thing);
  if (parent === null || above === '') return name;
  return `${moved.get(keyOf({ kind: parent, path: above })) ?? above}/${name}`;
}

/** Each field by its own schema; of what is here already nothing is filled in. */
function readGiven({ portables }: BundleModuleContext, { kind, fields }: Thing, isNew: boolean) {
  const { shape } = schemaOf(portables, kind);
  const unknown = Object.keys(fields).filter((field) => !Object.hasOwn(shape, field));
  const problems: { field: string; message: string }[] = unknown.map((field) => ({
    field,
    message: 'is unknown; take it out, or use a newer Quayside',
  }));
  const read: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(shape)) {
    if (!isNew && fields[field] === undefined) continue;
    const parsed = (schema as z.ZodType).safeParse(fields[field]);
    if (parsed.success) read[field] = parsed.data;
    else problems.push(...parsed.error.issues.map((issue) => inWords(field, issue)));
  }
  return { fields: read as Fields, problems: problems.slice(0, 20) };
}

function inWords(field: string, { path, message }: z.core.$ZodIssue) {
  return { field: [field, ...path.map(String)].join('.'), message };
}

function nameProblems({ portables }: BundleModuleContext, thing: Thing, here: KnownThing | undefined) {
  const { name = Name, namedByFields } = portableOf(portables, thing.kind);
  if (here || namedByFields) return [];
  const depth = thing.path.split('/').length;
  if (depth !== depthOf(thing))
    return [{ field: 'path', message: `must be ${depthOf(thing)} names with / between, and is ${depth}` }];
  const parsed = name.safeParse(nameOf(thing));
  if (parsed.success && parsed.data === nameOf(thing)) return [];
  const message = parsed.success
    ? 'must be without spaces around it'
    : (parsed.error.issues[0]?.message ?? '');
  return [{ field: 'path', message: `${message}; rename it` }];
}

/** How many names a path of a kind has. */
function depthOf({ kind }: Pick<Thing, 'kind'>): number {
  const { parent } = nodeKinds[kind];
  return parent === null ? 0 : 1 + depthOf({ kind: parent });
}

function renameProblems({ portables }: BundleModuleContext, thing: Thing, here: KnownThing | undefined) {
  const { singular } = nodeKinds[thing.kind].words;
  if (portableOf(portables, thing.kind).namedByFields)
    return [{ field: 'name', message: `of this ${singular} follows from what it is; write or skip it` }];
  return here
    ? [{ field: 'name', message: `is that of another ${singular} here; choose one that is free` }]
    : [];
}

function neededBy(
  context: BundleModuleContext,
  { kind, id, fields }: { kind: Thing['kind']; id: string | null; fields: Fields },
): string[] {
  const own = id === null ? Object.keys(portableOf(context.portables, kind).secrets ?? {}) : [];
  const ofFacets = facetsOf(context.portables, kind).flatMap((facet) => {
    const value = fields[facet.field];
    return value === undefined
      ? []
      : (facet.needs?.(context, id, value) ?? []).map((name) => `${facet.field}.${name}`);
  });
  return [...own, ...ofFacets];
}

function secretProblem({ portables }: BundleModuleContext, { kind }: Thing, field: string, value: unknown) {
  const schema = portableOf(portables, kind).secrets?.[field];
  if (value === undefined)
    return [{ field, message: 'is in no template; give it as a secret, or skip this' }];
  const parsed = schema?.safeParse(value);
  return parsed?.success === false ? [{ field, message: parsed.error.issues[0]?.message ?? '' }] : [];
}

/** Two files about one thing: neither is the one that is meant. */
function withDoubles(planned: readonly Planned[]): Planned[] {
  const counts = Map.groupBy(planned, ({ thing }) => keyOf(thing).toLowerCase());
  return planned.map((each) => {
    const others =
      counts.get(keyOf(each.thing).toLowerCase())?.filter(({ choice }) => choice !== 'skip') ?? [];
    if (each.choice === 'skip' || others.length < 2) return each;
    const problem = { field: 'path', message: 'is there twice; rename or skip one of the two' };
    return { ...each, problems: [...each.problems, problem] };
  });
}

/** What lies below something that is skipped and not here has no place. */
function withSkipped(planned: readonly Planned[]): Planned[] {
  const missing = new Set<string>();
  return planned.map((each) => {
    const { parent } = nodeKinds[each.thing.kind];
    const above = parentPathOf(each.thing);
    const hasNoPlace = parent !== null && above !== '' && missing.has(keyOf({ kind: parent, path: above }));
    const choice = hasNoPlace ? 'skip' : each.choice;
    if (choice === 'skip' && each.fate === 'add') missing.add(keyOf(each.thing));
    return hasNoPlace ? { ...each, choice, problems: [] } : each;
  });
}
