import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import type { DatabaseEngineName } from '#shared/model/databases/engine.ts';
import { databaseEngines } from '#shared/model/databases/engines.ts';
import { messageOf, numberOrText, numberText, present, type ZodIssueLike } from './form-values.ts';
import type { SpecIssue, SpecResult } from './spec-editor.ts';

/** A database as it is typed. */
export interface DatabaseForm {
  serverId: string;
  engine: DatabaseEngineName;
  version: string;
  image: string;
  user: string;
  database: string;
  externalPort: string;
  port: string;
  dataDirectory: string;
  memoryMiB: string;
  cpus: string;
  soakSeconds: string;
}

type DatabaseField = keyof DatabaseForm;

export const emptyDatabase: DatabaseForm = {
  serverId: '',
  engine: 'postgres',
  version: databaseEngines.postgres.versions[0] ?? '',
  image: '',
  user: '',
  database: '',
  externalPort: '',
  port: '',
  dataDirectory: '',
  memoryMiB: '',
  cpus: '',
  soakSeconds: '5',
};

/** The form of a database; of none, one with the defaults. */
export function fromDatabase(spec: DatabaseSpec | null, serverId: string | null): DatabaseForm {
  if (!spec) return { ...emptyDatabase, serverId: serverId ?? '' };
  const { engine, version = '', image = '', user = '', database = '', dataDirectory = '' } = spec;
  return {
    serverId: serverId ?? '',
    ...{ engine, version, image, user, database, dataDirectory },
    externalPort: numberText(spec.externalPort),
    port: numberText(spec.port),
    memoryMiB: numberText(spec.limits.memoryMiB),
    cpus: numberText(spec.limits.cpus),
    soakSeconds: numberText(spec.soakSeconds),
  };
}

/** Reads a database out of its form; what its engine has no use for is left out. */
export function toDatabase(form: DatabaseForm): SpecResult {
  const { access } = databaseEngines[form.engine];
  const result = DatabaseSpec.safeParse(
    present({
      type: 'database',
      engine: form.engine,
      version: typed(form.version),
      image: typed(form.image),
      ...(access?.isNamed ? { user: typed(form.user), database: typed(form.database) } : {}),
      externalPort: numberOrText(form.externalPort),
      ...(access ? {} : { port: numberOrText(form.port), dataDirectory: typed(form.dataDirectory) }),
      limits: present({ memoryMiB: numberOrText(form.memoryMiB), cpus: numberOrText(form.cpus) }),
      soakSeconds: numberOrText(form.soakSeconds),
    }),
  );
  if (result.success) return { spec: result.data };
  const issues = result.error.issues as readonly ZodIssueLike[];
  return { issues: issues.map((issue) => ({ field: fieldOf(issue.path), message: messageOf(issue) })) };
}

/** Names a problem that the core has with a database by the field that it was typed in. */
export function databaseIssue(path: string, message: string): SpecIssue {
  return { field: fieldOf(path.split('.')), message };
}

/** In words, what differs between two forms. */
export function databaseDifferences(one: DatabaseForm, other: DatabaseForm): string[] {
  return (Object.keys(emptyDatabase) as DatabaseField[])
    .filter((key) => one[key] !== other[key])
    .map((key) => labels[key] ?? key);
}

const labels: Partial<Record<DatabaseField, string>> = {
  serverId: 'server',
  externalPort: 'external port',
  dataDirectory: 'folder of the data',
  memoryMiB: 'memory',
  cpus: 'CPUs',
  soakSeconds: 'soak time',
};

function typed(text: string): string | undefined {
  return text.trim() || undefined;
}

function fieldOf(path: readonly PropertyKey[]): DatabaseField | undefined {
  const last = String(path.at(-1));
  return last in emptyDatabase ? (last as DatabaseField) : undefined;
}
