import { type DatabaseFacts, databaseFacts } from '#shared/contract/database-facts.ts';
import type { EngineAccess, Execution } from '#shared/model/databases/engine.ts';
import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { type ContainerExecResult, execInContainer } from '../../remote/docker/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { credentialsOf, type DatabaseCredentials } from '../../workload/database-credentials.ts';
import { serviceTypes, serviceView } from '../../workload/index.ts';
import type { ServerAccess } from '../server/index.ts';

/** A database as it is configured, with what opens it. */
export interface KnownDatabase extends DatabaseFacts {
  readonly serviceId: string;
  readonly serverId: string | null;
  /** Null for an image of which nothing is known. */
  readonly access: EngineAccess | null;
  readonly credentials: DatabaseCredentials;
}

/** Reads a database; CONFLICT for a service that is none, or is not configured. */
export function databaseOf(store: Store, serviceId: string): KnownDatabase {
  const { spec, type, serverId } = serviceView(store, serviceId);
  if (type !== 'database') throw notOne('serviceId', `the service is of the type ${type}, and no database`);
  if (spec?.type !== 'database') throw notOne('serviceId', 'it is not configured yet');
  const facts = databaseFacts(spec);
  const credentials = credentialsOf(store, serviceId);
  return { ...facts, serviceId, serverId, access: facts.engine.access, credentials };
}

/** The same where we know how to speak to its engine; CONFLICT for another image. */
export function spokenDatabase(store: Store, serviceId: string): KnownDatabase & { access: EngineAccess } {
  const known = databaseOf(store, serviceId);
  const { access } = known;
  if (!access)
    throw notOne('serviceId', 'nothing is known of its image: its users are the image’s own matter');
  return { ...known, access };
}

/** Where it listens in its container; null for a service that is no database, or none that we can speak to. */
export function spokenPort(store: Store, serviceId: string): number | null {
  const { spec } = serviceView(store, serviceId);
  if (spec?.type !== 'database') return null;
  const { engine, port } = databaseFacts(spec);
  return engine.access && port;
}

interface Running {
  readonly database: KnownDatabase;
  readonly servers: Pick<ServerAccess, 'use'>;
  readonly action: string;
}

/** Runs a program of the engine in its container; CONFLICT where none of it runs. Any exit code is an answer. */
export async function tryIn(
  { database, servers, action }: Running,
  execution: Execution,
): Promise<ContainerExecResult> {
  const { serviceId, serverId } = database;
  if (serverId === null) throw notOne('serviceId', 'it has no server yet');
  return servers.use(serverId, async (connection) => {
    const containerId = await containerOf(connection, serviceId);
    const { command, environment, input } = execution;
    const program = { argv: command, env: environment, input, action };
    return execInContainer(dockerOver(connection), containerId, program);
  });
}

/** The container of a database that runs; CONFLICT where none does. */
export async function containerOf(connection: SshConnection, serviceId: string): Promise<string> {
  const outputs = await serviceTypes.database.runtime.outputs(connection, serviceId);
  const container = outputs.find(({ isRunning }) => isRunning);
  if (container) return container.containerId;
  throw notOne('serviceId', 'nothing of it runs; deploy or start it first');
}

/** The same where only success will do: REMOTE_FAILED with what the engine says, without secrets. */
export async function runIn(
  running: Running,
  execution: Execution,
  secrets: readonly string[],
): Promise<string> {
  const { exitCode, stdout, stderr } = await tryIn(running, execution);
  if (exitCode === 0) return stdout;
  const said = secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), (stderr || stdout).trim());
  throw new AppError('REMOTE_FAILED', {
    server: running.database.engine.label,
    action: running.action,
    ...(exitCode === null ? {} : { exitCode }),
    stderr: said.slice(-1_000),
  });
}

function notOne(field: string, reason: string): AppError {
  return new AppError('CONFLICT', { field, reason });
}
