import type { DokployNote } from '#shared/contract/dokploy.ts';
import { isAppError } from '#shared/model/errors.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import type { AskDokploy } from '../../remote/dokploy/ask-dokploy.ts';
import { readApplication } from './application.ts';
import { readCompose } from './compose.ts';
import { engineOfList, readDatabase } from './database.ts';
import type { ReadService } from './planned.ts';
import * as shapes from './shapes.ts';

/** Something that was found in an instance. */
export interface Place {
  /** In Dokploy. */
  readonly id: string;
  /** As it is called there, below its project: what `only` names. */
  readonly path: string;
  readonly name: string;
  readonly notes: readonly DokployNote[];
}

/** A service of there; what was not asked for was not read. */
export interface FoundService extends Place {
  readonly type: ServiceTypeName;
  readonly read: ReadService | null;
}

/** What is asked, and what it is called where it fails. */
export interface Instance {
  readonly ask: AskDokploy;
  readonly server: string;
}

interface Asked {
  readonly list: shapes.ServiceList;
  readonly idField: string;
  readonly service: Place;
}

const typeOf = (list: shapes.ServiceList): ServiceTypeName =>
  list === 'applications' ? 'application' : list === 'compose' ? 'compose' : 'database';

/** A service that was not asked for: by its name alone. */
export const unreadService = (list: shapes.ServiceList, service: Place): FoundService => ({
  ...service,
  type: typeOf(list),
  read: null,
});

/** Reads a service in full, with what stands beside it. */
export async function readService(
  reading: Instance,
  { list, idField, service }: Asked,
): Promise<FoundService> {
  const kind = list === 'applications' ? 'application' : list;
  const [answer, backups, schedules] = await Promise.all([
    reading.ask(`${kind}.one`, { [idField]: service.id }),
    besideOf(reading, 'volumeBackups', { id: service.id, volumeBackupType: kind }),
    typeOf(list) === 'database' ? [] : besideOf(reading, 'schedule', { id: service.id, scheduleType: kind }),
  ]);
  const at = { server: reading.server, procedure: `${kind}.one` };
  const read = await serviceOf(reading, { list, answer, at, id: service.id });
  return {
    ...service,
    type: read.type,
    notes: [...service.notes, ...read.notes, ...backups, ...schedules],
    read,
  };
}

interface Answered {
  readonly list: shapes.ServiceList;
  readonly id: string;
  readonly answer: unknown;
  readonly at: { readonly server: string; readonly procedure: string };
}

async function serviceOf(reading: Instance, { list, id, answer, at }: Answered): Promise<ReadService> {
  const engine = engineOfList[list];
  if (engine) return readDatabase(shapes.readAs(shapes.Database, answer, at), engine);
  if (list === 'compose') {
    const compose = shapes.readAs(shapes.Compose, answer, at);
    const domains = compose.domains ?? (await domainsBy(reading, 'domain.byComposeId', { composeId: id }));
    return readCompose({ ...compose, domains });
  }
  const application = shapes.readAs(shapes.Application, answer, at);
  const domains =
    application.domains ?? (await domainsBy(reading, 'domain.byApplicationId', { applicationId: id }));
  return readApplication({ ...application, domains });
}

async function domainsBy({ ask, server }: Instance, procedure: string, input: Record<string, string>) {
  const answer = await ask(procedure, input, true);
  return answer === null ? [] : shapes.readAs(shapes.Domains, answer, { server, procedure });
}

/**
 * What stands beside a service and is not brought along, by its name; nothing where the instance is too old to have such.
 * That it may not be read is told, and holds nothing up: not each key that reads services reads these.
 */
async function besideOf(
  { ask, server }: Instance,
  field: 'schedule' | 'volumeBackups',
  input: Record<string, string>,
): Promise<DokployNote[]> {
  const procedure = `${field}.list`;
  try {
    const answer = await ask(procedure, input, true);
    const list = answer === null ? [] : shapes.readAs(shapes.NamedList, answer, { server, procedure });
    return list.map(({ name }) => ({ field, text: `“${name ?? ''}” is not brought along` }));
  } catch (error) {
    if (!isAppError(error, 'REMOTE_FAILED')) throw error;
    return [
      { field, text: 'could not be looked at with this key; what there is of it is not brought along' },
    ];
  }
}
