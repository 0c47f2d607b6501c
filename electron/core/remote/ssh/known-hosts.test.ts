import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeHostKey, knownHostName, matchKnownHosts, parseKnownHosts } from './known-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'quayside-known-hosts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const makeKey = (type: string): string => {
  const path = join(folder, type);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', path]);
  return readFileSync(`${path}.pub`, 'utf8').trim();
};
const ed25519 = makeKey('ed25519');
const ecdsa = makeKey('ecdsa');
const rawOf = (line: string) => Buffer.from(line.split(' ')[1] ?? '', 'base64');
const hashed = (name: string) => {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

/** The line numbers `ssh-keygen -F` finds for a name. */
const openSshFinds = (file: string, name: string): number[] => {
  const { stdout } = spawnSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
  return [...stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map((m) => Number(m[1]));
};

describe('matching', () => {
  const label = fc.constantFrom('a', 'web', 'WEB');
  const host = fc.array(label, { minLength: 1, maxLength: 2 }).map((l) => l.join('.'));
  const port = fc.constantFrom(22, 2222);
  const pattern = fc
    .tuple(fc.constantFrom('', '', '!'), host, port, fc.constantFrom('', '*', '?', '*.'))
    .map(([not, h, p, wild]) => `${not}${p === 22 ? `${wild}${h}` : `[${wild}${h}]:${p}`}`);
  const plain = fc.array(pattern, { minLength: 1, maxLength: 3 }).map((p) => p.join(','));
  const hashedName = fc.tuple(host, port).map(([h, p]) => hashed(knownHostName(h, p)));
  const marker = fc.constantFrom('', '', '@revoked ', '@cert-authority ');
  const line = fc.tuple(marker, fc.oneof(plain, hashedName), fc.constantFrom(ed25519, ecdsa));
  const text = fc
    .array(
      fc.oneof(
        line.map(([m, h, k]) => `${m}${h} ${k} comment`),
        fc.constantFrom('', '# note'),
      ),
      {
        minLength: 2,
        maxLength: 10,
      },
    )
    .map((lines) => `${lines.join('\n')}\n`);

  test('finds the same lines as ssh-keygen -F', () => {
    const file = join(folder, 'known_hosts');
    let found = 0;
    fc.assert(
      fc.property(text, host, port, (content, name, number) => {
        writeFileSync(file, content);
        const ours = matchKnownHosts(parseKnownHosts(content), name, number).map((l) => l.lineNumber);
        expect(ours).toEqual(openSshFinds(file, knownHostName(name, number)));
        found += ours.length;
      }),
      {
        numRuns: 60,
        examples: [[`db ${ed25519}\n*.web,${hashed('web')} ${ed25519}\nweb ${ecdsa}\n`, 'web', 22]],
      },
    );
    expect(found).toBeGreaterThan(0);
  }, 60_000);
});

describe('judging an offered key', () => {
  const judge = (text: string, key: string, host = 'web', port = 22) =>
    judgeHostKey(parseKnownHosts(text), host, port, rawOf(key)).verdict;

  test('a key that is listed is trusted', () => expect(judge(`web ${ed25519}`, ed25519)).toBe('trusted'));
  test('a host that is not listed is unknown', () => expect(judge(`db ${ed25519}`, ed25519)).toBe('unknown'));
  test('another port is another host', () =>
    expect(judge(`web ${ed25519}`, ed25519, 'web', 2222)).toBe('unknown'));
  test('a key of another type than the listed one counts as changed', () =>
    expect(judge(`web ${ed25519}`, ecdsa)).toBe('changed'));
  test('a revoked key stays revoked although another line trusts it', () =>
    expect(judge(`web ${ed25519}\n@revoked * ${ed25519}`, ed25519)).toBe('revoked'));
  test('a host known by a certificate authority is reported', () =>
    expect(judge(`@cert-authority *.lan,web ${ecdsa}`, ed25519)).toBe('authority'));
  test('a line whose key is not of the type it says is ignored', () =>
    expect(judge(`web ssh-rsa ${ed25519.split(' ')[1]}`, ed25519)).toBe('unknown'));
});

test('the fingerprint is the one ssh-keygen prints', () => {
  const printed = execFileSync('ssh-keygen', ['-lf', join(folder, 'ed25519.pub')], { encoding: 'utf8' });
  expect(printed).toContain(parseKnownHosts(`web ${ed25519}`)[0]?.fingerprint ?? 'none');
});
