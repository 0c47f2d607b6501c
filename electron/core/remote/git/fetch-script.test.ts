import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchScript } from './fetch-script.ts';

let folder: string;
let origin: string;
let repository: string;
let commits: string[];

const git = (at: string, ...argv: string[]): string => {
  const config = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', ['-C', at, ...config, ...argv], { encoding: 'utf8' }).trim();
};

const commit = (text: string): string => {
  writeFileSync(join(origin, 'file'), text);
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '-m', text);
  return git(origin, 'rev-parse', 'HEAD');
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-fetch-'));
  [origin, repository] = [join(folder, 'origin'), join(folder, 'kept', 'repository')];
  mkdirSync(origin);
  git(origin, 'init', '--quiet', '--initial-branch', 'main');
  commits = ['one', 'two', 'three'].map(commit);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What one job brought, by the script as it runs on a server. */
const fetchOf = (kind: 'branch' | 'commit', ref: string) => {
  const job = mkdtempSync(join(folder, 'job-'));
  for (const name of ['in', 'out']) mkdirSync(join(job, name));
  const values = { url: `file://${origin}`, kind, ref, repository, protocols: 'file' };
  for (const [name, text] of Object.entries(values)) writeFileSync(join(job, 'in', name), text);
  const { status, stderr } = spawnSync('sh', ['-c', fetchScript], { cwd: job, encoding: 'utf8' });
  if (status !== 0) return `${status}: ${stderr}`;
  return readFileSync(join(job, 'out', 'commit'), 'utf8').trim();
};

describe('what is fetched into a repository that is kept', () => {
  it('is a branch, and an older commit of it by the beginning of its id', () => {
    expect(fetchOf('branch', 'main')).toBe(commits[2]);
    expect(git(repository, 'rev-list', '--count', commits[2] ?? '')).toBe('1');
    expect(fetchOf('commit', (commits[0] ?? '').slice(0, 7))).toBe(commits[0]);
    expect(fetchOf('commit', (commits[1] ?? '').slice(0, 9))).toBe(commits[1]);
    expect(fetchOf('commit', '0'.repeat(7))).toMatch(/^22: This commit is not in the repository/);
    commits.push(commit('four'));
    expect(fetchOf('branch', 'main')).toBe(commits[3]);
    const refs = git(repository, 'for-each-ref', '--format=%(refname)').split('\n');
    const kept = [0, 1, 2, 3].map((at) => `refs/quayside/kept/${commits[at]}`);
    expect(refs).toEqual([...kept.toSorted(), 'refs/quayside/target']);
  });

  it('comes also where a job before it was killed', () => {
    expect(fetchOf('branch', 'main')).toBe(commits[2]);
    const locks = [
      'config',
      'shallow',
      'packed-refs',
      'refs/quayside/target',
      `refs/quayside/kept/${commits[2]}`,
    ];
    for (const name of locks) writeFileSync(join(repository, `${name}.lock`), '');
    commits.push(commit('four'));
    expect(fetchOf('branch', 'main')).toBe(commits[3]);
  });

  it('is tidied up from time to time, and stays', () => {
    expect(fetchOf('branch', 'main')).toBe(commits[2]);
    const paths = Array.from({ length: 2_001 }, (_, number) => join(folder, `${number}`));
    for (const path of paths) writeFileSync(path, path);
    const input = paths.join('\n');
    execFileSync('git', ['-C', repository, 'hash-object', '-w', '--stdin-paths'], {
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    commits.push(commit('four'));
    expect(fetchOf('branch', 'main')).toBe(commits[3]);
    expect(git(repository, 'count-objects')).toMatch(/^0 objects/);
    const objects = [2, 3].map((at) =>
      git(repository, 'cat-file', '-t', `refs/quayside/kept/${commits[at]}`),
    );
    expect(objects).toEqual(['commit', 'commit']);
  });
});
