import { type DokployNote, mostDokployServices } from '#shared/contract/dokploy.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AskDokploy } from '../../remote/dokploy/ask-dokploy.ts';
import { leftOver } from './left-over.ts';
import { createNaming, descriptionOf } from './names.ts';
import type { PlannedVariables } from './planned.ts';
import { readEnv } from './read-env.ts';
import { type FoundService, type Instance, type Place, readService, unreadService } from './read-service.ts';
import * as shapes from './shapes.ts';

export interface FoundEnvironment extends Place, PlannedVariables {
  /** Whether it is asked for itself, or what it is in. */
  readonly isWanted: boolean;
  readonly description: string;
  readonly services: readonly FoundService[];
}

export interface FoundProject extends Place, PlannedVariables {
  readonly isWanted: boolean;
  readonly description: string;
  readonly environments: readonly FoundEnvironment[];
}

interface Reading extends Instance {
  /** Whether something is asked for, by its id, its path, or by what is above it. */
  readonly isWanted: (
    place: Pick<Place, 'id' | 'path'>,
    above: readonly Pick<Place, 'id' | 'path'>[],
  ) => boolean;
  left: number;
}

/**
 * Reads an instance, of whatever version: what is asked for in full, all else by its name. Each thing has the name that it
 * gets here. NOT_FOUND for what is asked for and not there, LIMIT for more than an import takes.
 */
export async function readInstance(
  ask: AskDokploy,
  { server, only }: { readonly server: string; readonly only?: readonly string[] | undefined },
): Promise<FoundProject[]> {
  const asked = new Set(only);
  const met = new Set<string>();
  const isWanted: Reading['isWanted'] = (place, above) => {
    const found = [place, ...above].flatMap(({ id, path }) => [id, path]).filter((each) => asked.has(each));
    for (const each of found) met.add(each);
    return only === undefined || found.length > 0;
  };
  const reading: Reading = { ask, server, isWanted, left: mostDokployServices };
  const listed = shapes.readAs(shapes.Projects, await ask('project.all'), {
    server,
    procedure: 'project.all',
  });
  const naming = createNaming();
  // the newest stands first there
  const named = listed.toReversed().map((each) => ({ each, named: naming(each.name) }));
  const projects = await Promise.all(
    named
      .filter(({ each }) => only === undefined || mayHold(each, only))
      .map(({ each, named }) => readProject(reading, each, named)),
  );
  const missing = only?.find((each) => !met.has(each));
  if (missing !== undefined) {
    const cure = 'write an id of Dokploy, or a path of its names such as shop/production/web';
    throw new AppError('NOT_FOUND', { kind: 'project', id: missing, field: 'only', cure });
  }
  return projects;
}

/** Whether anything of a project may be asked for, as far as the list of projects tells. */
function mayHold(project: shapes.Project, only: readonly string[]): boolean {
  const environments = project.environments ?? [];
  const ids = [project, ...environments].flatMap((place) =>
    shapes.serviceLists.flatMap(([list, idField]) => (place[list] ?? []).map((each) => each[idField])),
  );
  const known = new Set([
    project.projectId,
    project.name,
    ...environments.map((each) => each.environmentId),
    ...ids,
  ]);
  return only.some((each) => known.has(each) || each.startsWith(`${project.name}/`));
}

type Named = ReturnType<ReturnType<typeof createNaming>>;

async function readProject(reading: Reading, listed: shapes.Project, named: Named): Promise<FoundProject> {
  const { projectId } = listed;
  const procedure = 'project.one';
  const answer = await reading.ask(procedure, { projectId });
  const project = shapes.readAs(shapes.Project, answer, { server: reading.server, procedure });
  const env = readEnv(project.env ?? '');
  const place = { id: projectId, path: listed.name };
  const naming = createNaming();
  const isWanted = reading.isWanted(place, []);
  const environments = await Promise.all(
    environmentsIn(project).map((each) =>
      readEnvironment(reading, each, { above: place, named: naming(each.name) }),
    ),
  );
  const inherited = {
    field: 'env',
    text: 'reaches each service of the project here, and not only those that name it',
  };
  return {
    ...place,
    isWanted,
    name: named.name,
    description: descriptionOf(project.description),
    variables: env.variables,
    below: env.below,
    environments,
    notes: [
      ...named.notes,
      ...(env.variables.length > 0 ? [inherited] : []),
      ...env.notes,
      ...leftOver(project, read),
    ],
  };
}

type Environment = NonNullable<shapes.Project['environments']>[number];

/** Before there were environments, what stood in a project is what stands in its `production` now. */
function environmentsIn(project: shapes.Project): Environment[] {
  if (project.environments) return project.environments;
  const services = Object.fromEntries(shapes.serviceLists.map(([list]) => [list, project[list]]));
  return [{ ...services, environmentId: project.projectId, name: 'production', description: '', env: '' }];
}

async function readEnvironment(
  reading: Reading,
  environment: Environment,
  { above, named }: { readonly above: Pick<Place, 'id' | 'path'>; readonly named: Named },
): Promise<FoundEnvironment> {
  const env = readEnv(environment.env ?? '');
  const place = { id: environment.environmentId, path: `${above.path}/${environment.name}` };
  const naming = createNaming();
  const services: (() => Promise<FoundService>)[] = [];
  const notes: DokployNote[] = [];
  for (const [list, idField] of shapes.serviceLists) {
    for (const listed of environment[list] ?? []) {
      const at = { server: reading.server, procedure: `project.one, ${list}` };
      const id = shapes.readAs(shapes.Id, listed[idField], at);
      const name = listed.name ?? id;
      if (list === 'libsql') {
        notes.push({ field: 'libsql', text: `the database “${naming(name).name}” has no place here` });
        continue;
      }
      const service = { id, path: `${place.path}/${name}`, ...naming(name) };
      const isWanted = reading.isWanted(service, [place, above]);
      if (isWanted && reading.left-- <= 0) throw tooMany();
      services.push(async () =>
        isWanted ? await readService(reading, { list, idField, service }) : unreadService(list, service),
      );
    }
  }
  const inherited = {
    field: 'env',
    text: 'reaches each service of the environment here, and not only those that name it',
  };
  return {
    ...place,
    isWanted: reading.isWanted(place, [above]),
    name: named.name,
    description: descriptionOf(environment.description),
    variables: env.variables,
    below: env.below,
    services: await Promise.all(services.map((read) => read())),
    notes: [
      ...named.notes,
      ...(env.variables.length > 0 ? [inherited] : []),
      ...env.notes,
      ...notes,
      ...leftOver(environment, read),
    ],
  };
}

const read: ReadonlySet<string> = new Set(Object.keys(shapes.Project.shape));

function tooMany(): AppError {
  const cure = 'name with `only` what is to be brought in first';
  return new AppError('LIMIT', { what: 'services that one import takes', limit: mostDokployServices, cure });
}
