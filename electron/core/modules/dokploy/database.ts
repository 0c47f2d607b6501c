import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import type { DokployNote } from '#shared/contract/dokploy.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import type { DatabaseEngineName } from '#shared/model/databases/engine.ts';
import { databaseEngines } from '#shared/model/databases/engines.ts';
import { passwordProblem } from '#shared/model/databases/password.ts';
import { newPassword } from '../../workload/database-credentials.ts';
import { limitsOf } from './container.ts';
import { leftOver } from './left-over.ts';
import { descriptionOf } from './names.ts';
import type { ReadService } from './planned.ts';
import { readEnv } from './read-env.ts';
import { Database, type ServiceList } from './shapes.ts';

/** The engine of each list of databases; one that is not here has none. */
export const engineOfList: Partial<Record<ServiceList, DatabaseEngineName>> = {
  postgres: 'postgres',
  mysql: 'mysql',
  mariadb: 'mariadb',
  mongo: 'mongodb',
  redis: 'redis',
};

/** A database of there as a service: with its account and password, and without its data. */
export function readDatabase(given: Database, engine: DatabaseEngineName): ReadService {
  const env = readEnv(given.env ?? '');
  const limits = limitsOf(given);
  const { access } = databaseEngines[engine];
  const account = access?.isNamed
    ? {
        ...(given.databaseUser ? { user: given.databaseUser } : {}),
        ...(given.databaseName ? { database: given.databaseName } : {}),
      }
    : {};
  const spec = DatabaseSpec.safeParse({
    type: 'database',
    engine,
    ...imageOf(given.dockerImage.trim(), engine),
    ...account,
    ...(given.externalPort ? { externalPort: given.externalPort } : {}),
    limits: limits.value,
  });
  const issue = spec.success ? undefined : spec.error.issues[0];
  const { secrets, notes } = secretsOf(given);
  return {
    type: 'database',
    appName: given.appName,
    description: descriptionOf(given.description),
    spec: spec.success ? spec.data : null,
    runs: shownText(given.dockerImage),
    variables: env.variables,
    below: env.below,
    domains: [],
    secrets,
    problems: issue ? [`its ${issue.path.join('.')} ${issue.message}`] : [],
    notes: [
      { field: 'data', text: 'begins empty: take a dump there, and bring it in once it runs here' },
      ...notes,
      ...env.notes,
      ...limits.notes,
      ...mountsLeft(given),
      ...([1, null, undefined].includes(given.replicas)
        ? []
        : [{ field: 'replicas', text: 'a database is one here' }]),
      ...leftOver(given, read),
    ],
  };
}

/** The official image by its version alone; any other as it is, with the version that its tag begins with. */
function imageOf(image: string, engine: DatabaseEngineName): { version?: string; image?: string } {
  const official = new RegExp(`^(?:docker\\.io/)?(?:library/)?${databaseEngines[engine].image}:`).exec(image);
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1] ?? '';
  const version = /(?:^|[a-z-])(\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.])/i.exec(tag)?.[1];
  if (official && tag === version) return { version };
  return { image, ...(version === undefined ? {} : { version }) };
}

/** The passwords of there, so that what opens it by them still does; made anew where it is none here. */
function secretsOf({ databasePassword, databaseRootPassword }: Database): {
  secrets: NonNullable<ReadService['secrets']>;
  notes: DokployNote[];
} {
  const notes: DokployNote[] = [];
  const kept = (field: string, password: string): string => {
    const problem = passwordProblem(password);
    if (problem === undefined) return password;
    notes.push({ field, text: `${problem}; another one is made` });
    return newPassword();
  };
  const secrets = {
    password: kept('databasePassword', databasePassword),
    root: databaseRootPassword ? kept('databaseRootPassword', databaseRootPassword) : newPassword(),
  };
  return { secrets, notes };
}

/** Each database of there has one volume of its own that holds its data, as it has here. */
function mountsLeft({ mounts }: Database): DokployNote[] {
  return (mounts ?? []).flatMap(({ type, mountPath, volumeName }) =>
    type === 'volume' && (volumeName ?? '').endsWith('-data')
      ? []
      : [
          {
            field: 'mounts',
            text: `${shownText(type, 20)} at ${shownText(mountPath)} has no place at a database`,
          },
        ],
  );
}

const notRead: readonly string[] = ['command', 'args', 'healthCheckSwarm'];
const read: ReadonlySet<string> = new Set(
  Object.keys(Database.shape).filter((field) => !notRead.includes(field)),
);
