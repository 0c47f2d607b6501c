import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { blobType } from './host-key-blob.ts';

/** One usable line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHostLine {
  readonly lineNumber: number;
  readonly marker: 'revoked' | 'cert-authority' | undefined;
  /** The host field as written: comma-separated patterns, or one hashed name. */
  readonly hosts: string;
  readonly type: string;
  readonly raw: Buffer;
  readonly fingerprint: string;
}

/** What known_hosts says of an offered key; `lines` are those that led to it. */
export interface KnownHostJudgement {
  readonly verdict: 'trusted' | 'unknown' | 'changed' | 'revoked' | 'authority';
  readonly lines: readonly KnownHostLine[];
}

const linePattern = /^(?:@(\S+)[ \t]+)?([^@#\s]\S*)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/;

const parseLine = (text: string, lineNumber: number): KnownHostLine | undefined => {
  const [, marker, hosts, type, base64] = linePattern.exec(text.trim()) ?? [];
  if (!hosts || !type || !base64) return undefined;
  if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return undefined;
  const raw = Buffer.from(base64, 'base64');
  if (blobType(raw) !== type) return undefined;
  return { lineNumber, marker, hosts, type, raw, fingerprint: fingerprint(raw) };
};

/** Reads known_hosts text. Comments and lines that OpenSSH would not use either are left out. */
export const parseKnownHosts = (text: string): KnownHostLine[] =>
  text.split('\n').flatMap((line, index) => parseLine(line, index + 1) ?? []);

/** Matches `*` and `?` without backtracking (a pattern comes from a file, a name from a person). */
export const matchesPattern = (text: string, pattern: string): boolean => {
  let [t, p, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};

/** OpenSSH's pattern list: one match is needed, and a matching `!pattern` refuses whatever else matches. */
export const matchesPatternList = (text: string, patterns: readonly string[]): boolean => {
  const matching = patterns.filter((p) => matchesPattern(text, p.replace(/^!/, '').toLowerCase()));
  return matching.length > 0 && !matching.some((p) => p.startsWith('!'));
};

const matchesHash = (name: string, hashed: string): boolean => {
  const [, magic, salt, hash, ...rest] = hashed.split('|');
  if (magic !== '1' || !salt || !hash || rest.length > 0) return false;
  const wanted = Buffer.from(hash, 'base64');
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === found.length && timingSafeEqual(wanted, found);
};

/** The name known_hosts files keep a server under: bare on port 22, `[host]:port` elsewhere. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

/** The lines that speak of this host and port, in the file's order and whatever their marker. */
export const matchKnownHosts = (
  lines: readonly KnownHostLine[],
  host: string,
  port: number,
): KnownHostLine[] => {
  const name = knownHostName(host, port);
  return lines.filter((line) =>
    line.hosts.startsWith('|')
      ? matchesHash(name, line.hosts)
      : matchesPatternList(name, line.hosts.split(',')),
  );
};

/**
 * Judges an offered key. Stricter than ssh in one point: a host known by other keys only is `changed` even
 * when the offered key is of a type that no line has.
 */
export const judgeHostKey = (
  lines: readonly KnownHostLine[],
  host: string,
  port: number,
  raw: Uint8Array,
): KnownHostJudgement => {
  const matching = matchKnownHosts(lines, host, port);
  const same = matching.filter((line) => line.raw.equals(raw));
  const pick = (from: readonly KnownHostLine[], marker?: string) => from.filter((l) => l.marker === marker);
  const answer = (verdict: KnownHostJudgement['verdict'], found: readonly KnownHostLine[]) =>
    found.length > 0 ? { verdict, lines: found } : undefined;
  return (
    answer('revoked', pick(same, 'revoked')) ??
    answer('trusted', pick(same)) ??
    answer('changed', pick(matching)) ??
    answer('authority', pick(matching, 'cert-authority')) ?? { verdict: 'unknown', lines: [] }
  );
};

const readIfThere = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
};

/** The person's own known_hosts files and the system's; files that are not there count as empty. */
export const readKnownHosts = async ({ home = homedir() } = {}): Promise<KnownHostLine[]> => {
  const paths = [
    join(home, '.ssh', 'known_hosts'),
    join(home, '.ssh', 'known_hosts2'),
    '/etc/ssh/ssh_known_hosts',
  ];
  const texts = await Promise.all(paths.map(readIfThere));
  return texts.flatMap(parseKnownHosts);
};
