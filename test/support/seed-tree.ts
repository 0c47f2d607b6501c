import type { Core } from '#core/create-core.ts';
import { insertEnvironment } from '#core/modules/environment/index.ts';
import { insertProject } from '#core/modules/project/index.ts';
import { insertService } from '#core/modules/service/index.ts';

/** How much of each there is, spread evenly. */
export interface TreeSize {
  readonly projects: number;
  readonly environments: number;
  readonly services: number;
}

/** The size that the benchmarks of the tree and of an idle host name. */
export const hugeTree: TreeSize = { projects: 200, environments: 400, services: 10_000 };

const serviceWords = ['web', 'api', 'worker', 'mail', 'search', 'billing', 'auth', 'cron', 'cache', 'media'];

/** Fills an organization straight in the store, in one transaction. Deterministic. */
export const seedTree = (core: Core, organizationId: string, size: TreeSize): void => {
  core.services.store.write((tx) => {
    const projects = Array.from({ length: size.projects }, (_, index) =>
      insertProject(tx, { organizationId, name: `project-${String(index + 1).padStart(3, '0')}` }),
    );
    const environments = Array.from({ length: size.environments }, (_, index) =>
      insertEnvironment(tx, {
        projectId: projects[index % projects.length] ?? '',
        name: ['production', 'staging', 'preview'][Math.floor(index / projects.length)] ?? `env-${index}`,
        isProtected: index < projects.length,
      }),
    );
    for (let index = 0; index < size.services; index += 1) {
      const word = serviceWords[index % serviceWords.length] ?? 'svc';
      insertService(tx, {
        environmentId: environments[index % environments.length] ?? '',
        type: 'application',
        name: `${word}-${Math.floor(index / environments.length) + 1}`,
      });
    }
    // nine of ten run, as they would
    tx.database.connection.prepare("UPDATE service SET state = 'running' WHERE rowid % 10 > 0").run();
  });
};
