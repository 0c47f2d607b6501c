import type { DokployEnvironment, DokployImport, DokployService } from '#shared/contract/dokploy.ts';

/** What is ticked: ids of services, and of environments that hold none. */
export type Choice = ReadonlySet<string>;

/** What can be chosen of an environment: its services that can be made, or itself where it holds none. */
export function choosableIn({ id, fate, services }: DokployEnvironment): string[] {
  if (services.length === 0) return fate === 'new' ? [id] : [];
  return services.filter((each) => each.fate === 'new').map((each) => each.id);
}

/** Everything that can be made. */
export function everything({ projects }: DokployImport): Choice {
  return new Set(projects.flatMap(({ environments }) => environments.flatMap(choosableIn)));
}

/** The same choice with these ticked, or not. */
export function withTicked(choice: Choice, ids: readonly string[], isTicked: boolean): Choice {
  const next = new Set(choice);
  for (const id of ids) {
    if (isTicked) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** Why a service cannot be ticked; undefined where it can. */
export function refusalOf({ fate, problems }: DokployService): string | undefined {
  if (fate === 'impossible') return `Cannot be made: ${problems.join('; ')}.`;
  if (fate === 'present') return 'It is here already, and is passed over.';
  return undefined;
}
