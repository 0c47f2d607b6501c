import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { DnsCheck } from '#shared/contract/dns-check.ts';
import type { MovedDomain } from '#shared/contract/move.ts';
import { isWildcard, wwwOf } from '#shared/model/domain/host.ts';
import { addressCaution } from '#shared/model/service-address.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { serviceView } from '../../workload/index.ts';
import { domainRow, domainRows } from './queries.ts';

/** Looks up where the names of a domain lead, by this machine's name servers; changes nothing. */
export async function checkDns({ store, signal }: OperationContext, id: string): Promise<DnsCheck> {
  const row = domainRow(store, id);
  const names = row.redirects_www === 1 ? [row.host, wwwOf(row.host)] : [row.host];
  const { serverId } = serviceView(store, row.service_id);
  const server = serverId === null ? undefined : serverAddress(store, serverId);
  if (!server) return { names: [], records: [], caution: 'The service has no server yet.' };
  const wanted = await addressesOfServer(server.host, signal);
  const found = await Promise.all(names.map((name) => addressesOf(askable(name), signal)));
  const told = names.map((name, index) => {
    const seen = found[index] ?? [];
    return {
      name,
      found: seen,
      isRight: seen.length > 0 && seen.every((address) => wanted.includes(address)),
    };
  });
  const records = told.filter(({ isRight }) => !isRight).map(({ name }) => recordFor(name, server.host));
  return { names: told, records, caution: addressCaution(server.host, server.jumpName) ?? null };
}

/** Where the names of a service's domains lead, as it moves from one server to another; changes nothing. */
export async function domainsBetween(
  store: OperationContext['store'],
  ends: { readonly serviceId: string; readonly fromServerId: string; readonly toServerId: string },
  signal: AbortSignal,
): Promise<MovedDomain[]> {
  const [from, to] = [serverAddress(store, ends.fromServerId), serverAddress(store, ends.toServerId)];
  const rows = domainRows(store, ends.serviceId).filter((row) => row.is_enabled === 1);
  const names = new Set(
    rows.flatMap(({ host, redirects_www }) => (redirects_www === 1 ? [host, wwwOf(host)] : [host])),
  );
  if (!from || !to || names.size === 0) return [];
  const [here, there] = await Promise.all([from, to].map((server) => addressesOfServer(server.host, signal)));
  return Promise.all(
    [...names].map(async (host) => {
      const found = await addressesOf(askable(host), signal);
      const leadsTo = leadOf(found, { here: here ?? [], there: there ?? [] });
      return { host, found, leadsTo, record: leadsTo === 'there' ? null : recordFor(host, to.host) };
    }),
  );
}

function leadOf(
  found: readonly string[],
  { here, there }: { readonly here: readonly string[]; readonly there: readonly string[] },
): MovedDomain['leadsTo'] {
  if (found.length === 0) return 'nowhere';
  if (found.every((address) => there.includes(address))) return 'there';
  return found.some((address) => here.includes(address)) ? 'here' : 'elsewhere';
}

const addressesOfServer = (host: string, signal: AbortSignal | undefined): Promise<string[]> =>
  isIP(host) ? Promise.resolve([host]) : addressesOf(host, signal);

/** A wildcard is asked by a name that it stands for, and that nobody will have given an address of its own. */
const askable = (name: string): string => (isWildcard(name) ? `quayside-check${name.slice(1)}` : name);

function recordFor(name: string, host: string): DnsCheck['records'][number] {
  const family = isIP(host);
  return { type: family === 0 ? 'CNAME' : family === 4 ? 'A' : 'AAAA', name, value: host };
}

const patienceMs = 3_000;

/** The addresses of a name; none where there are none, or no name server answers in time. */
async function addressesOf(name: string, signal: AbortSignal | undefined): Promise<string[]> {
  const resolver = new dns.Resolver({ timeout: patienceMs, tries: 1 });
  const cancel = (): void => resolver.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

function serverAddress({ database, access }: OperationContext['store'], id: string) {
  const row = database.first(
    sql.selectFrom('server').select(['host', 'jump_server_id']).where('id', '=', id),
  );
  if (!row) return undefined;
  const jumpName = row.jump_server_id === null ? undefined : (access.node(row.jump_server_id)?.name ?? '');
  return { host: row.host, jumpName };
}
