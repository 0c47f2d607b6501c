import type { ConnectionText, DatabaseAccount, DatabaseAddress } from './engine.ts';

/** Everything that one text is made of. */
export type Target = DatabaseAddress & DatabaseAccount & { readonly password: string };

/** Clients that several engines have. */
export const clientNames = { url: 'URL', jdbc: 'JDBC', python: 'Python' } as const;

/** Percent-encodes also what `encodeURIComponent` leaves, so that no shell or quote sees it. Source: RFC 3986, 2.3. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `scheme://user:password@host:port/database`; the password is left out where there is none. */
export function uriOf(scheme: string, to: Target, query = ''): string {
  const user = to.user ? `${encoded(to.user)}:${encoded(to.password)}@` : '';
  return `${scheme}://${user}${hostOf(to)}/${encoded(to.database)}${query}`;
}

/** A host and a port; an IPv6 address in brackets. */
export function hostOf({ host, port }: DatabaseAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** `jdbc:name://host:port/database?user=…&password=…`. */
export function jdbcOf(name: string, to: Target): string {
  return `jdbc:${name}://${hostOf(to)}/${encoded(to.database)}?user=${encoded(to.user)}&password=${encoded(to.password)}`;
}

/** `Key=Value;…` as ADO.NET reads it. Source: DbConnectionStringBuilder's rules of quoting. */
export function dotNetOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${dotNetValue(value)}`)
    .join(';');
}

function dotNetValue(value: string): string {
  return /^[\w.:-]+$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}

/** Lines of a `.env` file; a value that needs it is in single quotes, or in double ones where it holds those. */
export function envLinesOf(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${envValue(value)}`)
    .join('\n');
}

function envValue(value: string): string {
  if (/^[\w.:/@%?&=+-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replace(/[\\"$`]/g, (sign) => `\\${sign}`)}"`;
}

/** The texts that the clients of one engine read, each under its client's name. */
export function textsFor(
  makers: Readonly<Record<string, (to: Target) => string>>,
): (at: DatabaseAddress, account: DatabaseAccount, password: string) => readonly ConnectionText[] {
  return (at, account, password) => {
    const to = { ...at, ...account, password };
    return Object.entries(makers).map(([client, make]) => ({ client, text: make(to) }));
  };
}
