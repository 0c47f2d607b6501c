import type { DokployNote } from '#shared/contract/dokploy.ts';
import { DomainHost, DomainPassword, DomainPath, DomainPersonName } from '#shared/contract/domain.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import type { PlannedDomain } from './planned.ts';
import type { Domain } from './shapes.ts';

interface Given {
  readonly domains: readonly Domain[];
  /** Those of its basic sign-in, who are those of each of its domains here. */
  readonly people?: readonly { readonly username: string; readonly password: string }[];
  /** Whether a domain names which part it leads to. */
  readonly hasParts: boolean;
}

/** The domains of a service; one that there is twice is taken once. */
export function domainsOf({ domains, people = [], hasParts }: Given): {
  readonly domains: readonly PlannedDomain[];
  readonly notes: readonly DokployNote[];
} {
  const notes: DokployNote[] = [];
  const planned: PlannedDomain[] = [];
  const tell = (text: string) => notes.push({ field: 'domains', text });
  const known = peopleOf(people, notes);
  for (const given of domains) {
    const shown = shownText(`${given.host}${given.path && given.path !== '/' ? given.path : ''}`);
    const host = DomainHost.safeParse(given.host);
    const path = DomainPath.safeParse(given.path || '/');
    const failed = [host, path].find(({ success }) => !success);
    if (!host.success || !path.success) {
      tell(`${shown} is left out: it ${failed?.error?.issues[0]?.message}`);
      continue;
    }
    if (planned.some((other) => other.host === host.data && other.path === path.data)) {
      tell(`${shown} is there twice, and is taken once`);
      continue;
    }
    const port = given.port ?? 3000;
    if (port < 1 || port > 65_535) {
      tell(`${shown} is left out: its port is ${port}`);
      continue;
    }
    const part = hasParts ? partOf(given) : null;
    if (hasParts && part === null) tell(`${shown} names no part that it leads to; choose one`);
    const https = httpsOf(given, host.data, (text) => tell(`${shown} ${text}`));
    if (given.internalPath && given.internalPath !== '/') {
      tell(`${shown} is sent on to ${shownText(given.internalPath, 60)} there; here the path stays as it is`);
    }
    for (const field of ['middlewares', 'forwardAuth', 'customEntrypoint']) {
      const value = given[field];
      const isThere = Array.isArray(value) ? value.length > 0 : Boolean(value);
      if (isThere) tell(`${shown} has ${field} there, which have no place here`);
    }
    const [at, stripsPath] = [path.data, given.stripPath === true && path.data !== '/'];
    planned.push({ host: host.data, path: at, port, part, https, stripsPath, people: known });
  }
  return { domains: planned, notes };
}

function partOf({ serviceName }: Domain): string | null {
  return serviceName && /^[a-zA-Z0-9._-]{1,63}$/.test(serviceName) ? serviceName : null;
}

/** Without TLS, by Let’s Encrypt, or, where a proxy of there has something of its own, by one of the proxy’s own making. */
function httpsOf(given: Domain, host: string, tell: (text: string) => void): PlannedDomain['https'] {
  if (!given.https) return 'none';
  if (given.certificateType === 'letsencrypt') {
    if (!isWildcard(host)) return 'acme';
    tell(
      'is a wildcard, for which Let’s Encrypt needs a DNS provider; the proxy makes its certificate itself',
    );
    return 'internal';
  }
  if (given.certificateType === 'custom') {
    tell(
      `has its certificate by “${shownText(given.customCertResolver ?? '', 40)}” there; here by Let’s Encrypt`,
    );
    return isWildcard(host) ? 'internal' : 'acme';
  }
  return 'internal';
}

function peopleOf(given: NonNullable<Given['people']>, notes: DokployNote[]): PlannedDomain['people'] {
  const people = new Map<string, string>();
  for (const { username, password } of given) {
    const isSound =
      DomainPersonName.safeParse(username).success && DomainPassword.safeParse(password).success;
    if (isSound && people.size < 50) people.set(username.trim(), password);
    else
      notes.push({
        field: 'security',
        text: `${shownText(username, 40)} is left out: the name or password is none here`,
      });
  }
  return [...people].map(([name, password]) => ({ name, password }));
}
