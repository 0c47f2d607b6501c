import type { ServiceTypeName } from '../model/service-types.ts';
import type { ApplicationSpec } from './application-spec.ts';
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
  /** The address of the repository that it is built from, null where it is not. */
  readonly repository: string | null;
  /** The branch or tag that it is built from, null for a commit, and where it is not built. */
  readonly ref: string | null;
  readonly replicas: number;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  /** The same with so many replicas; null where their number is not for people to choose. */
  scaledTo(replicas: number): ServiceSpec | null;
  /** What a copy of the service begins with, which runs beside it: without what can be held but once. */
  copy(): ServiceSpec;
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
    repository: source.type === 'git' ? source.url : null,
    ref: source.type === 'git' && source.ref.type !== 'commit' ? source.ref.name : null,
    replicas,
    ports,
    mounts,
    scaledTo: (count) => ({ ...spec, replicas: count }),
    copy: () => ({ ...spec, ports: ports.map(({ hostPort: _, ...port }) => port) }),
  };
}

/** Images, ports and mounts of a project stand in its files, and are judged where those are read. */
function composeFacts(spec: ComposeSpec): SpecFacts {
  return {
    image: null,
    repository: null,
    ref: null,
    replicas: 1,
    ports: [],
    mounts: [],
    scaledTo: () => null,
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
    copy: () => inside,
  };
}
