import type { LogBatch, LogOptions } from '../../remote/docker/logs.ts';
import type { Terminal } from '../../remote/ssh/terminal.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Desired } from '../desired/desired.ts';
import type { Slot } from '../proxy/routes.ts';
import type { PortHolder } from './held-ports.ts';
import type { RuntimeEvent, Sight } from './sight.ts';
import type { LastWords, Release, Replica, Standing, WayBack } from './standing.ts';

/** Where a proxy finds a version: its place of the two, which one from before there were any has not, and networks by id. */
export interface Behind {
  readonly slot: Slot | undefined;
  /** Those of its parts, where each has places of its own; `a` of one that is not told. */
  readonly slots?: Readonly<Record<string, Slot>> | undefined;
  /** What it consists of, where a proxy leads to one part of it. */
  readonly parts?: readonly string[] | undefined;
  readonly networks: readonly string[];
}

/** The version of a service that is on its server. */
export interface Version {
  readonly name: string;
  /** Undefined where it was not us. */
  readonly deploymentId: string | undefined;
  readonly replicas: number | undefined;
  readonly fence: number;
  readonly behind: Behind;
  /** Of its parts those whose containers have a volume without a name, which only a successor in their place gets. */
  readonly keeping?: readonly string[] | undefined;
  /** What an update is written over, and only over that; told apart by the runtime alone. */
  readonly revision: { readonly id: string; readonly number: number; readonly restarts: number };
}

/** What is on a server that matters to one deployment. */
export interface Found {
  readonly version: Version | null;
  /** Holders of ports other than the service itself; empty where it wants none. */
  readonly holders: readonly PortHolder[];
}

/** What a service left on a server, enough to remove it without the service's rows. */
export interface Leftover {
  readonly serviceId: string;
  readonly environmentId: string;
  readonly network: string;
  /** The volumes to remove as well, by their names within the service. */
  readonly volumes: readonly string[];
}

/** One container whose output belongs to a service; `source` names it in the log. */
export interface Output {
  readonly containerId: string;
  readonly source: string;
  readonly isRunning: boolean;
}

/** What a running container of a service has used so far; the times only ever grow. */
export interface ContainerUsage {
  readonly containerId: string;
  readonly serviceId: string;
  readonly cpuNs: number;
  /** The time that all cores of the server had meanwhile. */
  readonly systemNs: number;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Null where nothing checks it. */
  readonly health: 'starting' | 'healthy' | 'unhealthy' | null;
}

/** A service on a server, whoever made it. */
export interface FoundService {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly wanted: number;
  readonly running: number;
  readonly ports: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Our id of it, where it bears one. */
  readonly serviceId: string | undefined;
}

/** What runs in a terminal. */
export interface TerminalProgram {
  readonly argv: readonly string[];
  /** What is secret stands here alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What runs services on a server, in words that know nothing of the engine behind it. Every function finds the
 * service by its labels and may be called again.
 */
export interface Runtime {
  /** Looks, before anything is changed. */
  plan(connection: SshConnection, asked: { serviceId: string; hasHostPorts: boolean }): Promise<Found>;
  /** Asks for a service that is not there; CONFLICT where it is there since. */
  create(connection: SshConnection, desired: Desired): Promise<void>;
  /** Asks for another version; CONFLICT where what is there is not what was seen. */
  update(connection: SshConnection, desired: Desired, over: Version): Promise<void>;
  /** How a release stands now. */
  stand(connection: SshConnection, release: Release): Promise<Standing>;
  /** What a replica that failed said last; nothing where it is gone. */
  lastWords(connection: SshConnection, replica: Replica, healthRetries?: number): Promise<LastWords>;
  /** Asks for the version before the release; does nothing where that is on its way, or back. */
  goBack(connection: SshConnection, release: Release, options: { stopSeconds: number }): Promise<void>;
  wayBack(connection: SshConnection, release: Release): Promise<WayBack>;
  /** Ends a release that had none before it. */
  withdraw(connection: SshConnection, release: Release): Promise<void>;
  isWithdrawn(connection: SshConnection, release: Release): Promise<boolean>;
  /** Where a proxy finds a release that runs; CONFLICT where it is gone. */
  behind(connection: SshConnection, release: Release): Promise<Behind>;
  /** The addresses of the replicas of a release, or of all others of its service: those that it replaces. */
  addresses(connection: SshConnection, release: Release, whose: 'own' | 'others'): Promise<readonly string[]>;
  /** Ends what a release replaces and left running beside it; asked only when nobody needs that any more. */
  retire(connection: SshConnection, release: Release): Promise<void>;
  /** What runs of one service; `known` is an earlier look that makes this one quicker. */
  observe(connection: SshConnection, serviceId: string, known?: Sight): Promise<Sight>;
  /** The same of every service of ours on the server. */
  observeAll(connection: SshConnection): Promise<ReadonlyMap<string, Sight>>;
  /** What changes from now on; ends with the engine, rejects with UNREACHABLE where it is cut off. */
  events(connection: SshConnection, signal: AbortSignal): AsyncIterable<RuntimeEvent>;
  /** The services of the server, also those of others. */
  services(connection: SshConnection): Promise<readonly FoundService[]>;
  /** So many replicas of the same version; none stops it, and keeps all its settings. CONFLICT where it is gone. */
  scale(connection: SshConnection, serviceId: string, replicas: number): Promise<void>;
  /** Every replica is replaced by a new one of the same version, in the order of an update. CONFLICT where it is gone. */
  restart(connection: SshConnection, serviceId: string): Promise<void>;
  /**
   * Removes everything that the service made; what is gone counts as removed. Volumes are kept unless named. Answers the
   * network that stays because somebody else uses it.
   */
  remove(connection: SshConnection, left: Leftover): Promise<{ readonly networkInUse: string | null }>;
  /**
   * Removes the network of an environment that a service left, unless something is in it still; what of the service itself
   * ends there is waited for. Answers whether it stays because somebody else is attached.
   */
  leaveEnvironment(connection: SshConnection, left: Omit<Leftover, 'volumes'>): Promise<boolean>;
  /** The containers of a service that have output, also those that ended. */
  outputs(connection: SshConnection, serviceId: string): Promise<readonly Output[]>;
  logs(connection: SshConnection, containerId: string, options: LogOptions): AsyncIterable<LogBatch>;
  /** What every running container of our services uses, looked at once; one that ends meanwhile is left out. */
  usage(connection: SshConnection, signal: AbortSignal): Promise<readonly ContainerUsage[]>;
  /**
   * Where the server itself reaches a running container of a service, the healthiest and newest one; null where none runs
   * there. An address belongs to another container soon after: look anew for each connection.
   */
  reach(connection: SshConnection, serviceId: string): Promise<string | null>;
  /**
   * A program in a terminal in a running container, a shell unless named; NOT_FOUND or CONFLICT where there is none to
   * open it in.
   */
  exec(
    connection: SshConnection,
    containerId: string,
    size: { readonly columns: number; readonly rows: number },
    program?: TerminalProgram,
  ): Promise<Terminal>;
}
