import { readTemplate } from '#shared/bundle/read-template.ts';
import { compare, keyOf, type Thing } from '#shared/bundle/thing.ts';
import type { BundleImport } from '#shared/contract/bundle.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { portableOf } from '../../bundle/body/paths.ts';
import type { KnownThing } from '../../bundle/body/read-body.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import type { BundleModuleContext } from './context.ts';
import type { ImportedBefore } from './lines.ts';
import { type Asked, type Planned, planImport } from './plan.ts';
import { keepForUndo, sumForUndo } from './undo.ts';
import { type Written, writePlanned } from './write.ts';

type Given = Asked & { readonly files: readonly { readonly path: string; readonly text: string }[] };
type Problem = BundleImport['items'][number]['problems'][number];

/** Says what the import of a template would do. */
export async function previewImport(context: BundleModuleContext, given: Given): Promise<BundleImport> {
  return previewThings(context, readTemplate(given.files), given);
}

/** What was read of a template or a bundle. */
export interface Read {
  readonly things: readonly Thing[];
  readonly problems: readonly BundleImport['problems'][number][];
}

/** Says what an import would do, by doing it in a transaction that is taken back. */
export async function previewThings(
  context: BundleModuleContext,
  { things, problems }: Read,
  given: Asked,
): Promise<BundleImport> {
  if (problems.length > 0) return { isDone: false, items: [], problems: problems.slice(0, 50) };
  const found = new Map<Planned, unknown[]>();
  const note = (planned: Planned, error: unknown): void => {
    if (!(error instanceof AppError)) throw error;
    found.set(planned, [...(found.get(planned) ?? []), error]);
  };
  const { planned, onlyHere } = planImport(context, things, given);
  const prepared = await prepareAll(context, planned, note);
  try {
    context.write((tx) => {
      writePlanned(context, tx, { organizationId: given.organizationId, planned, prepared }, note);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  const items = planned.map((each) => shownItem(each, (found.get(each) ?? []).flatMap(problemsOf)));
  return { isDone: false, items: inView([...items, ...onlyHere.map(shownHere)]), problems: [] };
}

/** Undoes the transaction that it is thrown in. */
class TakenBack extends Error {}

/**
 * Brings a template in, all of it or nothing, within the rules of the operations that would make each thing by hand: FORBIDDEN
 * names the permission, INVALID_INPUT the item and its field. Nothing is deployed, and nobody outside is spoken to.
 */
export async function importTemplate(context: BundleModuleContext, given: Given): Promise<BundleImport> {
  return importThings(context, readTemplate(given.files), given);
}

/** The same of what was read; `beside` is part of its transaction. */
export async function importThings(
  context: BundleModuleContext,
  { things, problems }: Read,
  given: Asked,
  beside?: (tx: AuditedTransaction) => ImportedBefore,
): Promise<BundleImport> {
  if (problems.length > 0) throw invalid(problems);
  const plan = planImport(context, things, given);
  requireSound(plan.planned);
  const refuse = (planned: Planned, error: unknown): never => {
    throw inItem(planned, error);
  };
  const prepared = await prepareAll(context, plan.planned, refuse);
  context.judgeAgain();
  context.write((tx) => {
    const now = planImport(context, things, given);
    requireUnmoved(plan.planned, now.planned);
    const { organizationId } = given;
    const written = writePlanned(context, tx, { organizationId, planned: now.planned, prepared }, refuse);
    const line = beside?.(tx);
    if (written.length > 0) keepForUndo(context, tx, { organizationId, written, line });
    tx.audit({ nodeId: organizationId, changes: told(written) });
  });
  sumForUndo(context, given.organizationId);
  const items = plan.planned.map((each) => shownItem(each, []));
  return { isDone: true, items: inView([...items, ...plan.onlyHere.map(shownHere)]), problems: [] };
}

async function prepareAll(
  context: BundleModuleContext,
  planned: readonly Planned[],
  onProblem: (planned: Planned, error: unknown) => void,
): Promise<ReadonlyMap<string, unknown>> {
  const prepared = new Map<string, unknown>();
  for (const each of planned) {
    if (each.choice === 'skip' || each.fate === 'keep' || each.problems.length > 0) continue;
    const { prepare } = portableOf(context.portables, each.thing.kind);
    context.signal.throwIfAborted();
    try {
      const { fields, secrets, known } = each;
      prepared.set(each.key, await prepare?.(context, { fields, secrets, id: known?.id ?? null }));
    } catch (error) {
      onProblem(each, error);
    }
  }
  return prepared;
}

function requireSound(planned: readonly Planned[]): void {
  const wrong = planned.flatMap(({ key, problems }) =>
    problems.map(({ field, message }) => ({ path: `${key}: ${field}`, message })),
  );
  if (wrong.length > 0) throw invalid(wrong);
}

/** Somebody may have changed what is here while keys were read. */
function requireUnmoved(before: readonly Planned[], now: readonly Planned[]): void {
  if (before.every((each, index) => isSameAs(each, now[index]))) return;
  const reason = 'what is here was changed meanwhile; look at the preview again';
  throw new AppError('CONFLICT', { field: 'files', reason });
}

function isSameAs(one: Planned, other: Planned | undefined): boolean {
  return JSON.stringify({ ...one, secrets: 0 }) === JSON.stringify({ ...other, secrets: 0 });
}

function invalid(problems: readonly { readonly path: string; readonly message: string }[]): AppError {
  const issues = problems
    .slice(0, 50)
    .map(({ path, message }) => ({ path: shownText(path, 300), message: shownText(message, 500) }));
  return new AppError('INVALID_INPUT', { issues });
}

/** What an operation says of one thing, with the item that it is about. */
function inItem({ key }: Planned, error: unknown): unknown {
  if (isAppError(error, 'INVALID_INPUT'))
    return invalid(error.data.issues.map(({ path, message }) => ({ path: `${key}: ${path}`, message })));
  if (!isAppError(error, 'CONFLICT')) return error;
  const { field, reason } = error.data;
  return new AppError('CONFLICT', { field: shownText(`${key}: ${field}`, 300), reason });
}

function problemsOf(error: unknown): Problem[] {
  if (isAppError(error, 'INVALID_INPUT'))
    return error.data.issues.map(({ path, message }) => ({ field: path, message: shownText(message, 500) }));
  if (isAppError(error, 'CONFLICT')) return [{ field: error.data.field, message: error.data.reason }];
  if (isAppError(error, 'FORBIDDEN')) return [{ field: '', message: error.message }];
  return [{ field: '', message: error instanceof Error ? shownText(error.message, 500) : '' }];
}

function shownItem({ key, thing, known, fate, choice, fields, needs, problems }: Planned, more: Problem[]) {
  const changes =
    fate === 'keep'
      ? []
      : Object.entries(fields).map(([field, after]) => ({
          field,
          before: shownValue(known?.fields[field]),
          after: shownValue(after),
        }));
  const told = [...problems, ...more].map(({ field, message }) => ({
    field: shownText(field, 200),
    message,
  }));
  return {
    item: key,
    kind: thing.kind,
    path: thing.path,
    fate,
    choice,
    changes,
    needs: [...needs],
    problems: told,
  };
}

function shownHere(thing: KnownThing): BundleImport['items'][number] {
  const { kind, path } = thing;
  return {
    ...{ item: keyOf(thing), kind, path, fate: 'only-here', choice: 'skip' },
    ...{ changes: [], needs: [], problems: [] },
  };
}

function shownValue(value: unknown): string | null {
  if (value === undefined) return null;
  return shownText(typeof value === 'string' ? value : JSON.stringify(value), 300);
}

function inView(items: BundleImport['items']): BundleImport['items'] {
  return items.toSorted((a, b) => compare(a.item, b.item));
}

/** How many, and each by its key, up to as many as a trail is read for. */
function told(written: readonly Written[]) {
  const each = written.slice(0, 200).map(({ planned, isNew }) => ({
    field: shownText(planned.key, 200),
    after: isNew ? 'added' : `changed: ${Object.keys(planned.fields).join(', ')}`,
  }));
  return [{ field: 'things', after: written.length }, ...each];
}
