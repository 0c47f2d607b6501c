import type { DokployNote, dokployFates } from '#shared/contract/dokploy.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import { slugOf } from '#shared/model/service-names.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { examineText } from './examine.ts';
import { keyOf } from './names.ts';
import type { ReadService } from './planned.ts';
import type { FoundEnvironment, FoundProject } from './read-instance.ts';
import type { FoundService } from './read-service.ts';

type Fate = (typeof dokployFates)[number];

interface Decided {
  readonly fate: Fate;
  /** The node of this name that is here already. */
  readonly nodeId: string | null;
}

export interface PlannedService extends Decided {
  readonly found: FoundService;
  readonly problems: readonly string[];
  readonly notes: readonly DokployNote[];
}

export interface PlannedEnvironment extends Decided {
  readonly found: FoundEnvironment;
  readonly services: readonly PlannedService[];
}

export interface PlannedProject extends Decided {
  readonly found: FoundProject;
  readonly environments: readonly PlannedEnvironment[];
}

interface Asked {
  readonly organizationId: string;
  readonly serverId?: string | undefined;
}

/** Decides what becomes of each thing that was found: what has its name here already is passed over with all that it says. */
export async function planImport(
  context: OperationContext,
  found: readonly FoundProject[],
  asked: Asked,
): Promise<PlannedProject[]> {
  const claimed = new Set<string>();
  const planned: PlannedProject[] = [];
  for (const project of found) {
    const nodeId = presentIn(context, asked.organizationId, 'project', project.name);
    const environments: PlannedEnvironment[] = [];
    for (const environment of project.environments) {
      const at = nodeId && presentIn(context, nodeId, 'environment', environment.name);
      const services: PlannedService[] = [];
      for (const service of environment.services) {
        const beside = environment.services.filter((other) => other !== service);
        services.push(await planService(context, { service, beside, at, claimed, asked, environment }));
      }
      const isWanted = environment.isWanted || services.some(({ found: { read } }) => read !== null);
      environments.push({ found: environment, nodeId: at, fate: fateOf(at, isWanted), services });
    }
    const isWanted = project.isWanted || environments.some(({ fate }) => fate !== 'unwanted');
    planned.push({ found: project, nodeId, fate: fateOf(nodeId, isWanted), environments });
  }
  return planned;
}

function fateOf(nodeId: string | null, isWanted: boolean): Fate {
  if (!isWanted) return 'unwanted';
  return nodeId === null ? 'new' : 'present';
}

/** The node of a name below another one, where the caller may see it; one that nobody shows refuses the write itself. */
function presentIn(
  { store, caller }: OperationContext,
  parentId: string,
  kind: TreeKind,
  name: string,
): string | null {
  const { children } = store.access.node(parentId) ?? { children: [] };
  const same = [...children].find((node) => keyOf(node.name ?? '') === keyOf(name) && node.kind === kind);
  return same && store.access.canSee(caller.subject, same.id) ? same.id : null;
}

interface Planning {
  readonly service: FoundService;
  readonly beside: readonly FoundService[];
  /** The environment, where it is here already. */
  readonly at: string | null;
  readonly environment: FoundEnvironment;
  /** Hosts and paths that other services of the import lead to. */
  readonly claimed: Set<string>;
  readonly asked: Asked;
}

async function planService(context: OperationContext, planning: Planning): Promise<PlannedService> {
  const { service: found, beside, at, claimed, asked } = planning;
  const { read } = found;
  const nodeId = at && presentIn(context, at, 'service', found.name);
  const { notes } = found;
  if (read === null) return { found, nodeId, fate: 'unwanted', problems: [], notes };
  if (nodeId !== null) return { found, nodeId, fate: 'present', problems: [], notes: [] };
  const problems = [...read.problems, ...(await issuesOf(read)), ...claimsOf(read, claimed, asked)];
  const examined = await examineText(context, read);
  return {
    found,
    nodeId,
    fate: problems.length > 0 ? 'impossible' : 'new',
    problems,
    notes: [...notes, ...examined, ...addressesIn(read, beside)],
  };
}

/** What its type of service says of a configuration without a server. */
async function issuesOf({ type, spec }: ReadService): Promise<string[]> {
  if (spec === null) return [];
  const { serviceTypes } = await import('../../workload/index.ts');
  return serviceTypes[type].issuesOf(spec).map(({ path, message }) => `its ${path} ${message}`);
}

/** On one server a host and path lead to one service. */
function claimsOf({ domains }: ReadService, claimed: Set<string>, { serverId }: Asked): string[] {
  if (serverId === undefined) return [];
  return domains.flatMap(({ host, path }) => {
    const claim = `${host}${path === '/' ? '' : path}`;
    const isTaken = claimed.has(claim);
    claimed.add(claim);
    return isTaken ? [`${claim} leads to another service of this import on the same server`] : [];
  });
}

/** Dokploy’s names of services in a network are others than those here: whatever variable holds one is named. */
function addressesIn(read: ReadService, beside: readonly FoundService[]): DokployNote[] {
  return beside.flatMap(({ name, read: other }) => {
    if (!other || other.appName.length < 4) return [];
    const holders = read.variables.filter(({ value }) => value?.includes(other.appName));
    if (holders.length === 0) return [];
    const here = slugOf(name, 'service');
    const names = holders.slice(0, 5).map((each) => each.name);
    const more = holders.length > names.length ? ` and ${holders.length - names.length} more` : '';
    const cure = `write \${{service.${name}.host}} or ${here}`;
    return [
      {
        field: 'env',
        text: `${names.join(', ')}${more} name ${other.appName}, which is ${here} here: ${cure}`,
      },
    ];
  });
}
