import * as z from 'zod';
import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';

/** What has to be known of a part to start a new one of it beside the old one; kept with a release on its server. */
export const PartFacts = z.object({
  part: z.string(),
  replicas: z.number(),
  /** Why two of it cannot run at once, as it follows “since”; absent where they can. */
  alone: z.string().optional(),
  /** What it waits for: that another part was started, is healthy, or has ended well. */
  needs: z.array(z.object({ part: z.string(), until: z.enum(['started', 'healthy', 'completed']) })),
});
export type PartFacts = z.infer<typeof PartFacts>;
type Need = PartFacts['needs'][number];

/** Tells it of every part, each after those that it waits for. */
export function partFacts(project: ComposeProject): PartFacts[] {
  const facts = Object.entries(project.services).map(([part, service]) => {
    const alone = aloneSince(part, service, project);
    const needs = needsOf(part, service, project);
    return { part, replicas: replicasOf(service), needs, ...(alone === undefined ? {} : { alone }) };
  });
  return inOrder(facts);
}

const replicasOf = ({ scale, deploy }: ComposeService): number => Number(scale ?? deploy?.replicas ?? 1);

function aloneSince(part: string, service: ComposeService, project: ComposeProject): string | undefined {
  const order = service.deploy?.update_config?.order;
  if (service.network_mode !== undefined) return 'it has no network of its own';
  if (service.container_name !== undefined) return 'its container has a fixed name';
  if (service.ports?.some(({ published = '' }) => published !== '')) return 'it holds a port of the server';
  if (hasFixedAddress(service)) return 'it has a fixed address';
  const inside = Object.entries(project.services).find(([, each]) => sharedBy(each).includes(part));
  if (inside) return `${inside[0]} runs inside of it`;
  if (order === 'stop-first') return 'its file says so';
  const unnamed = service.volumes?.find(({ type, source }) => type === 'volume' && source === undefined);
  if (unnamed) return `its volume at ${unnamed.target} is handed on to the next one`;
  const written = writtenBy(service);
  return written === undefined || order === 'start-first' ? undefined : `two of it would write to ${written}`;
}

const hasFixedAddress = ({ mac_address: mac, networks = {} }: ComposeService): boolean =>
  mac !== undefined ||
  Object.values(networks).some(
    (each) => (each?.ipv4_address ?? each?.ipv6_address ?? each?.mac_address) !== undefined,
  );

/** Where its containers write what outlives them; a file system in memory does not. */
function writtenBy({ volumes = [], volumes_from: from = [] }: ComposeService): string | undefined {
  const lasting = volumes.find(({ type, read_only }) => type !== 'tmpfs' && type !== 'image' && !read_only);
  const taken = from.find((each) => !each.endsWith(':ro'));
  return lasting?.target ?? (taken === undefined ? undefined : `the volumes of ${taken}`);
}

/** The parts whose network, processes or volumes a part has. */
function sharedBy({ network_mode, pid, ipc, volumes_from: from = [] }: ComposeService): string[] {
  const named = [network_mode, pid, ipc].flatMap((each) => each?.match(/^service:(.*)$/)?.[1] ?? []);
  return [...named, ...from.flatMap((each) => each.split(':')[0] ?? [])];
}

const untils: Readonly<Record<string, Need['until']>> = {
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
};

/** Compose waits for what somebody shares or links as well. Source: compose-go, `GetDependencies`. */
function needsOf(part: string, service: ComposeService, { services }: ComposeProject): Need[] {
  const said = Object.entries(service.depends_on ?? {}).map(([other, { condition }]) => ({
    part: other,
    until: untils[condition] ?? ('started' as const),
  }));
  const linked = service.links?.flatMap((each) => each.split(':')[0] ?? []) ?? [];
  const unsaid = [...sharedBy(service), ...linked]
    .filter((other) => !said.some((each) => each.part === other))
    .map((other) => ({ part: other, until: 'started' as const }));
  return [...said, ...unsaid].filter((each) => each.part !== part && Object.hasOwn(services, each.part));
}

function inOrder(facts: readonly PartFacts[]): PartFacts[] {
  const byPart = new Map(facts.map((each) => [each.part, each]));
  const found = new Set<PartFacts>();
  const visit = (each: PartFacts | undefined, way: ReadonlySet<unknown>): void => {
    if (!each || found.has(each) || way.has(each)) return;
    for (const { part } of each.needs) visit(byPart.get(part), new Set([...way, each]));
    found.add(each);
  };
  for (const each of facts) visit(each, new Set());
  return [...found];
}
