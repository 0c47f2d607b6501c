import type { Domain } from '#shared/contract/domain.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { requireFree } from './conflicts.ts';
import type { DomainContext, GivenFields } from './context.ts';
import { hashPeople, sealPeople } from './people.ts';
import { domainOf, headerLines, nameOfDomain } from './queries.ts';
import { noteChange } from './route-row.ts';

interface NewDomain extends GivenFields {
  readonly serviceId: string;
  readonly host: string;
  readonly port: number;
}

/** Adds a domain, and takes it to the server of its service where that runs; answers before that is done. */
export async function createDomain(context: DomainContext, input: NewDomain): Promise<Domain> {
  const { store } = context;
  const { serviceId, host, port, part = null, headers = [], https = 'acme' } = input;
  const {
    path = '/',
    stripsPath = false,
    redirectsHttp = true,
    redirectsWww = false,
    isEnabled = true,
  } = input;
  requireSound({ host, https, redirectsWww });
  const people = await hashPeople(input.people ?? [], []);
  context.judgeAgain();
  const id = context.write((tx) => {
    requireFree(context, { serviceId, host, path, redirectsWww });
    const name = nameOfDomain({ host, path });
    const made = tx.createNode({ kind: 'domain', parentId: serviceId, name });
    const plain = { host, path, port, part, https };
    tx.database.run(
      sql.insertInto('domain').values({
        id: made,
        service_id: serviceId,
        ...plain,
        strips_path: Number(stripsPath) as 0 | 1,
        redirects_http: Number(redirectsHttp) as 0 | 1,
        redirects_www: Number(redirectsWww) as 0 | 1,
        headers: JSON.stringify(headerLines(headers)),
        people: sealPeople(tx, made, people),
        is_enabled: Number(isEnabled) as 0 | 1,
        created_at: tx.now,
      }),
    );
    noteChange(tx, serviceId);
    const changes = Object.entries(plain).map(([field, after]) => ({ field, after }));
    tx.audit({ nodeId: made, fact: { type: 'created' }, changes });
    return made;
  });
  context.routing.changed(serviceId);
  return domainOf(store, id);
}

/** Refuses what no proxy can do yet, or makes no sense. */
export function requireSound({
  host,
  https,
  redirectsWww,
}: Pick<Domain, 'host' | 'https' | 'redirectsWww'>): void {
  if (!isWildcard(host)) return;
  if (https === 'acme') {
    throw wrong('https', 'must be none or internal for a wildcard: its certificate needs a DNS provider');
  }
  if (redirectsWww) throw wrong('redirectsWww', 'is for one name, and not for a wildcard');
}

const wrong = (path: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });
