import type { DatabaseEngine } from './engine.ts';

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

function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  const count = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let index = 0; index < count; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
