import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type DokployInstance, sampleInstance } from './dokploy-instance.ts';

/** The API key that the stand-in takes. */
export const dokployKey = 'dokploy_goodKeyOfTheStandIn';

/** A Dokploy instance that answers as the real one does, on a loopback port. */
export interface DokployServer {
  readonly url: string;
  /** What was asked, as `GET /api/project.all`. */
  readonly asked: string[];
  /** Of whom it holds what; change it before it is asked. */
  readonly instance: DokployInstance;
  /** Answers one procedure with something else from now on. */
  answerWith(
    procedure: string,
    answer: { status?: number; text: string; headers?: Record<string, string> },
  ): void;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

const lists = {
  applications: ['application', 'applicationId'],
  compose: ['compose', 'composeId'],
  postgres: ['postgres', 'postgresId'],
  mysql: ['mysql', 'mysqlId'],
  mariadb: ['mariadb', 'mariadbId'],
  mongo: ['mongo', 'mongoId'],
  redis: ['redis', 'redisId'],
  libsql: ['libsql', 'libsqlId'],
} as const;

/** What a list of services tells of each. Source: `serviceColumns` of its services/project.ts. */
const columnsOf = (list: string, id: string, row: Row): Row => ({
  [id]: row[id],
  name: row.name,
  description: row.description ?? null,
  appName: row.appName,
  createdAt: row.createdAt,
  serverId: row.serverId ?? null,
  [list === 'compose' ? 'composeStatus' : 'applicationStatus']: 'done',
});

const servicesOf = (place: Row, onlyIds: boolean): Row =>
  Object.fromEntries(
    Object.entries(lists).map(([list, [, id]]) => {
      const rows = (place[list] ?? []) as readonly Row[];
      const isBare = onlyIds && list !== 'applications' && list !== 'compose';
      return [list, rows.map((row) => (isBare ? { [id]: row[id] } : columnsOf(list, id, row)))];
    }),
  );

const shownProject = ({ version, projects: _ }: DokployInstance, project: Row, isList: boolean): Row => {
  const { environments, ...own } = project as Row & { environments: readonly Row[] };
  if (version === 'old') return { ...own, ...servicesOf(environments[0] ?? {}, false) };
  const shown = environments.map(({ env, description, ...environment }) => ({
    environmentId: environment.environmentId,
    name: environment.name,
    isDefault: environment.isDefault,
    ...(isList ? {} : { env, description, projectId: own.projectId, createdAt: '2026-01-01T00:00:00.000Z' }),
    ...servicesOf(environment, isList),
  }));
  return { ...own, environments: shown, projectTags: [] };
};

type Answer = { readonly status?: number; readonly body: unknown };
const notFound = (message: string): Answer => ({ status: 404, body: { message, code: 'NOT_FOUND' } });

function answerTo(instance: DokployInstance, procedure: string, input: URLSearchParams): Answer {
  const projects = instance.projects as readonly Row[];
  if (procedure === 'project.all') {
    return { body: projects.map((each) => shownProject(instance, each, true)).toReversed() };
  }
  if (procedure === 'project.one') {
    const found = projects.find(({ projectId }) => projectId === input.get('projectId'));
    return found ? { body: shownProject(instance, found, false) } : notFound('Project not found');
  }
  for (const [list, [kind, id]] of Object.entries(lists)) {
    if (procedure !== `${kind}.one`) continue;
    for (const project of projects) {
      for (const environment of project.environments as readonly Row[]) {
        const row = ((environment[list] ?? []) as readonly Row[]).find((each) => each[id] === input.get(id));
        if (!row) continue;
        // before there were environments a service named its project
        const place =
          instance.version === 'old'
            ? { projectId: project.projectId, project: { name: project.name } }
            : {
                environmentId: environment.environmentId,
                environment: { name: environment.name, project: { name: project.name } },
              };
        return { body: { ...row, ...place } };
      }
    }
    return notFound(`${kind} not found`);
  }
  if (instance.version === 'new' && (procedure === 'schedule.list' || procedure === 'volumeBackups.list')) {
    const rows = procedure === 'schedule.list' ? instance.schedules : instance.volumeBackups;
    return { body: rows[input.get('id') ?? ''] ?? [] };
  }
  return notFound(`No query procedure on path "${procedure}"`);
}

/** Starts a stand-in of a Dokploy instance, of a version with environments or of one before there were any. */
export const startDokploy = async (version: DokployInstance['version'] = 'new'): Promise<DokployServer> => {
  const asked: string[] = [];
  const instance = sampleInstance(version);
  const others = new Map<string, { status?: number; text: string; headers?: Record<string, string> }>();
  const respond = ({ method = 'GET', url = '/', headers }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    const { pathname, searchParams } = new URL(url, 'http://x');
    const procedure = pathname.replace(/^\/api\//, '');
    const other = others.get(procedure);
    if (other) return { status: 200, headers: {}, ...other };
    if (headers['x-api-key'] !== dokployKey) {
      return {
        status: 401,
        headers: {},
        text: JSON.stringify({ message: 'Unauthorized', code: 'UNAUTHORIZED' }),
      };
    }
    const { status = 200, body } = answerTo(instance, procedure, searchParams);
    return { status, headers: {}, text: JSON.stringify(body) };
  };
  const server = createServer((request, response) => {
    const { status, headers, text } = respond(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    url,
    asked,
    instance,
    answerWith: (procedure, answer) => void others.set(procedure, answer),
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
