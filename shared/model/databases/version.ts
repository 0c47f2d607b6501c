import type { DatabaseAccount, DatabaseEngine } from './engine.ts';

/** The numbers of a version that say whether its data can be read by another one: `17` of `17.2`, `11.8` of `11.8.3`. */
export function majorOf({ majorParts }: Pick<DatabaseEngine, 'majorParts'>, version: string): string {
  return version.split('.').slice(0, majorParts).join('.');
}

/** Whether data that one version wrote can be opened by another one. */
export function canOpen(engine: DatabaseEngine, written: string, wanted: string): boolean {
  const [old, next] = [majorOf(engine, written), majorOf(engine, wanted)];
  if (old === next) return true;
  return engine.readsOlder && compareVersions(old, next) < 0;
}

/** Why a version must not start on what another one wrote, and how one gets there; undefined where it opens that. */
export function openingProblem(
  engine: DatabaseEngine,
  { written, wanted, account }: { written: string; wanted: string; account: DatabaseAccount },
): string | undefined {
  if (engine.access === null || canOpen(engine, written, wanted)) return undefined;
  const { dump, restore } = engine.access.move(account);
  const major = majorOf(engine, written);
  return (
    `Its data is of ${engine.label} ${major}, which ${wanted} cannot open; nothing was touched. ` +
    `Create another service with ${wanted}, copy the data into it (here: ${dump}; there: ${restore}), ` +
    `and delete this one once all is there. Or set the version back to ${major}.`
  );
}

function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  const count = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let index = 0; index < count; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
