import type { E2eHost } from './host.ts';

/** A small, believable organization, made through REST. */
const projects: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  shop: { production: ['web', 'api', 'worker', 'search'], staging: ['web', 'api'] },
  blog: { production: ['ghost', 'images'] },
  tools: { production: ['grafana', 'registry', 'status page'] },
};

export interface SmallTree {
  readonly organizationId: string;
  /** Ids by path, such as `shop/production/web`. */
  readonly idOf: ReadonlyMap<string, string>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

const environmentsOf = (host: E2eHost, projectId: string): Promise<readonly Named[]> =>
  host.rest<readonly Named[]>('GET', `/projects/${projectId}/environments`);

const seedEnvironment = async (
  host: E2eHost,
  projectId: string,
  name: string,
  services: readonly string[],
): Promise<[string, string][]> => {
  const known = (await environmentsOf(host, projectId)).find((environment) => environment.name === name);
  const id =
    known?.id ?? (await host.rest<Named>('POST', `/projects/${projectId}/environments`, { name })).id;
  const ids: [string, string][] = [[name, id]];
  for (const service of services) {
    const made = await host.rest<Named>('POST', `/environments/${id}/services`, { name: service });
    ids.push([`${name}/${service}`, made.id]);
  }
  return ids;
};

/** Fills the only organization of a host; answers the ids of what was made. */
export const seedSmallTree = async (host: E2eHost): Promise<SmallTree> => {
  const organizations = await host.rest<readonly Named[]>('GET', '/organizations');
  const organizationId = organizations[0]?.id ?? '';
  const idOf = new Map<string, string>();
  for (const [name, environments] of Object.entries(projects)) {
    const project = await host.rest<Named>('POST', `/organizations/${organizationId}/projects`, {
      name,
      description: `Everything of the ${name}.`,
    });
    idOf.set(name, project.id);
    for (const [environment, services] of Object.entries(environments)) {
      const made = await seedEnvironment(host, project.id, environment, services);
      for (const [path, id] of made) idOf.set(`${name}/${path}`, id);
    }
  }
  return { organizationId, idOf };
};
