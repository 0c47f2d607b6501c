import { gitSourceOf, specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { serviceView } from '../../workload/index.ts';

/** A branch that is watched. */
export interface WatchedSource {
  readonly url: string;
  readonly branch: string;
  /** What tells it from the one that was watched before. */
  readonly key: string;
}

/** The branch that a service is built from; CONFLICT where it is built from none, or over SSH, which is not asked. */
export function watchedSource(store: Store, serviceId: string): WatchedSource {
  const { spec } = serviceView(store, serviceId);
  const source = spec && gitSourceOf(spec);
  if (!source) return refuse('its source is no git repository');
  const { url, ref } = source;
  if (ref.type !== 'branch') return refuse(`it is built from a ${ref.type}, and only a branch moves`);
  if (!url.startsWith('https://')) {
    return refuse(
      'its repository is fetched over SSH; take its https address, with a git provider where it is private',
    );
  }
  return { url, branch: ref.name, key: `${url}#${ref.name}` };
}

/** The address that a service is built from; null where that is no repository. */
export function sourceUrl(store: Store, serviceId: string): string | null {
  const { spec } = serviceView(store, serviceId);
  return spec && specFacts(spec).repository;
}

/** The commit of what runs of a service; null where nothing runs, or nothing that was built. */
export function deployedCommit(store: Store, serviceId: string): string | null {
  const { currentDeploymentId } = serviceView(store, serviceId);
  if (currentDeploymentId === null) return null;
  const row = store.database.first(
    sql.selectFrom('deployment').select('commit_hash').where('id', '=', currentDeploymentId),
  );
  return row?.commit_hash ?? null;
}

function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: 'isOn', reason });
}
