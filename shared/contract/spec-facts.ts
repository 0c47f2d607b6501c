import type { ServiceTypeName } from '../model/service-types.ts';
import type { ApplicationSpec, GitRef } from './application-spec.ts';
import type { ComposeSpec } from './compose-spec.ts';
import type { PublishedPort } from './container-fields.ts';
import { databaseFacts } from './database-facts.ts';
import type { DatabaseSpec } from './database-spec.ts';
import type { Mount } from './mount.ts';
import type { ServiceSpec } from './service-spec.ts';

/** What can be said of a configuration whatever type of service it is for, without asking a server. */
export interface SpecFacts {
  /** The name that a registry knows its image by, null where it is built. */
  readonly image: string | null;
  /** The address of the repository that it is fetched from, null where it is not. */
  readonly repository: string | null;
  /** The branch or tag that it is built from, null for a commit, and where it is not built. */
  readonly ref: string | null;
  /** The server that it is to be built on, null where it is built on the one that it runs on, or not at all. */
  readonly buildServerId: string | null;
  /** The name under which what is built goes to a registry, null where it goes to none, or is not built. */
  readonly pushTo: string | null;
  readonly replicas: number;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  /** The same with so many replicas; null where their number is not for people to choose. */
  scaledTo(replicas: number): ServiceSpec | null;
  /** The same, built where it runs. */
  builtWhereItRuns(): ServiceSpec;
  /** The same, with what is built put into no registry. */
  withoutPush(): ServiceSpec;
  /** What a copy of the service begins with, which runs beside it: without what can be held but once. */
  copy(): ServiceSpec;
}

/** The repository that a configuration is fetched from, and what of it; null where it is fetched from none. */
export function gitSourceOf(spec: ServiceSpec): { readonly url: string; readonly ref: GitRef } | null {
  const source = 'source' in spec ? spec.source : undefined;
  return source?.type === 'git' ? source : null;
}

/** Reads the facts of a configuration by its type. */
export function specFacts(spec: ServiceSpec): SpecFacts {
  return readers[spec.type].read(spec);
}

/** One line a type. */
const readers: Readonly<Record<ServiceTypeName, { read(spec: ServiceSpec): SpecFacts }>> = {
  application: { read: applicationFacts },
  compose: { read: composeFacts },
  database: { read: factsOfDatabase },
};

function applicationFacts(spec: ApplicationSpec): SpecFacts {
  const { source, replicas, ports, mounts } = spec;
  return {
    image: source.type === 'image' ? source.image : null,
    ...repositoryFacts(spec),
    buildServerId: (source.type !== 'image' && source.buildServerId) || null,
    pushTo: (source.type !== 'image' && source.pushTo) || null,
    replicas,
    ports,
    mounts,
    scaledTo: (count) => ({ ...spec, replicas: count }),
    builtWhereItRuns() {
      if (source.type === 'image') return spec;
      const { buildServerId: _, ...rest } = source;
      return { ...spec, source: rest };
    },
    withoutPush() {
      if (source.type === 'image') return spec;
      const { pushTo: _, ...rest } = source;
      return { ...spec, source: rest };
    },
    copy: () => ({ ...spec, ports: ports.map(({ hostPort: _, ...port }) => port) }),
  };
}

function repositoryFacts(spec: ServiceSpec): Pick<SpecFacts, 'repository' | 'ref'> {
  const source = gitSourceOf(spec);
  const ref = source?.ref;
  return { repository: source?.url ?? null, ref: ref && ref.type !== 'commit' ? ref.name : null };
}

/** Images, ports and mounts of a project stand in its files, and are judged where those are read. */
function composeFacts(spec: ComposeSpec): SpecFacts {
  return {
    image: null,
    ...repositoryFacts(spec),
    buildServerId: null,
    pushTo: null,
    replicas: 1,
    ports: [],
    mounts: [],
    scaledTo: () => null,
    builtWhereItRuns: () => spec,
    withoutPush: () => spec,
    copy: () => spec,
  };
}

/** The name of the one volume of a database, within its service. */
export const dataVolume = 'data';

/** One process writes a volume, so there is one replica. */
function factsOfDatabase(spec: DatabaseSpec): SpecFacts {
  const { image, port, dataDirectory } = databaseFacts(spec);
  const { externalPort, ...inside } = spec;
  return {
    image,
    repository: null,
    ref: null,
    buildServerId: null,
    pushTo: null,
    replicas: 1,
    ports: [
      {
        containerPort: port,
        ...(externalPort === undefined ? {} : { hostPort: externalPort }),
        protocol: 'tcp',
      },
    ],
    mounts: [{ type: 'volume', name: dataVolume, target: dataDirectory, readOnly: false }],
    scaledTo: () => null,
    builtWhereItRuns: () => spec,
    withoutPush: () => spec,
    copy: () => inside,
  };
}
