import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endFetch, fetchCommit, lookUp } from '#core/remote/git/repository.ts';
import { connect } from '#core/remote/ssh/connect.ts';
import type { SshConnection } from '#core/remote/ssh/types.ts';
import { startTestSshd, type TestSshd } from '#core/remote/test-support/sshd.ts';
import { examine } from '#core/workload/compose/examine.ts';
import { readRepository } from '#core/workload/compose/read-repository.ts';
import { getScript } from '#core/workload/compose/scripts.ts';
import { sourceOf } from '#core/workload/compose/sources.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';

let sshd: TestSshd;
let connection: SshConnection;
let root: string;
let origin: string;
const git = (...argv: string[]): string =>
  execFileSync('git', ['-C', origin, '-c', 'user.name=a', '-c', 'user.email=a@b', ...argv], {
    encoding: 'utf8',
  }).trim();
const write = (files: Record<string, string>): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(origin, path)), { recursive: true });
    writeFileSync(join(origin, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', 'change');
  return git('rev-parse', 'HEAD');
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'quayside-repository-'));
  origin = join(root, 'origin');
  mkdirSync(origin);
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', origin]);
  sshd = await startTestSshd();
  connection = await connect(sshd.target());
}, 300_000);
afterAll(async () => {
  connection?.close();
  await connection?.ended;
  await sshd?.stop();
  rmSync(root, { recursive: true, force: true });
}, 300_000);

const spec = (composeFile: string): ComposeSpec => ({
  type: 'compose',
  source: { type: 'git', url: 'https://e.org/x', ref: { type: 'branch', name: 'main' } },
  files: [],
  composeFiles: [composeFile],
  profiles: [],
  soakSeconds: 1,
  drainSeconds: 60,
});
let count = 0;
const fetch = async (kind: 'branch' | 'commit', name: string, repository = join(root, 'kept')) => {
  count += 1;
  const jobId = `fetch-${process.pid}-${count}`;
  const url = `ssh://root@127.0.0.1:${sshd.port}${origin}`;
  const ref = { kind, name };
  try {
    return await fetchCommit(connection, {
      ...{ jobId, url, ref, repository, timeoutSeconds: 60 },
      deployKeys: [sshd.privateKey],
    });
  } finally {
    await endFetch(connection, jobId);
  }
};

it('reads what a commit names and lays its trees down, and follows no link out of it', async () => {
  mkdirSync(join(origin, 'deploy'));
  for (const [path, target] of [
    ['far.env', '../../../../../../../../etc/hostname'],
    ['etc.env', '/etc/hostname'],
    ['loop.env', 'loop.env'],
    ['near.env', 'deploy/real.env'],
    ['folder', '/etc'],
  ] as const)
    symlinkSync(target, join(origin, path));
  const commit = write({
    'deploy/compose.yaml': `services:
  web:
    build: {context: ../app}
    env_file: [../near.env, {path: ../far.env, required: false}, {path: ../etc.env, required: false}, {path: ../loop.env, required: false}]
    volumes: ["../conf:/conf", "../folder:/folder", "./state:/state"]
`,
    'deploy/real.env': 'A=1\n',
    'app/Dockerfile': 'FROM x\n',
    'conf/run.sh': '#!/bin/sh\n',
    'conf/with space/ü.txt': 'text',
  });
  const fetched = await fetch('branch', 'main');
  expect(fetched.commit).toBe(commit);
  const wanted = spec('deploy/compose.yaml');
  const sources = await readRepository(connection, fetched, { spec: wanted, variables: [] });
  expect(Object.keys(sources.texts).toSorted()).toEqual(['deploy/compose.yaml', 'near.env']);
  expect(Object.keys(sources.objects).toSorted()).toEqual(['app', 'conf']);

  const folder = join(root, 'service');
  const placement = { folder, labels: {}, network: 'n', alias: 'a', serviceId: 's', pins: {} };
  const source = sourceOf(wanted, [], sources.texts);
  const { bundle, problems } = examine({ source, objects: sources.objects, placement });
  expect(problems).toEqual([]);
  expect(bundle?.text).toContain(`${folder}/data/deploy%2Fstate`);
  expect(bundle?.text).toContain(`${folder}/data/folder`);
  const conf = bundle?.content.find(({ path }) => path.endsWith('/conf'))?.path ?? '';
  layDown(folder, fetched.repository, bundle?.content ?? []);
  const laid = join(folder, 'content', conf);
  expect(readFileSync(join(laid, 'with space/ü.txt'), 'utf8')).toBe('text');
  expect(statSync(laid).mode & 0o777).toBe(0o755);
}, 300_000);

it('brings a commit back that its repository forgot, and names a Dockerfile that leads out', async () => {
  const commit = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '--orphan', 'fresh');
  symlinkSync('../deploy/real.env', join(origin, 'app/Linked'));
  const next = write({ 'compose.yaml': 'services: {web: {build: {context: app, dockerfile: Linked}}}\n' });
  git('branch', '--quiet', '--force', '--move', 'fresh', 'main');
  git('reflog', 'expire', '--expire=now', '--all');
  git('gc', '--quiet', '--prune=now');
  expect((await fetch('commit', commit)).commit).toBe(commit);
  await expect(fetch('commit', commit, join(root, 'elsewhere'))).rejects.toThrow('not in the repository');
  const fetched = await fetch('branch', 'main');
  expect(fetched.commit).toBe(next);
  await expect(
    readRepository(connection, fetched, { spec: spec('compose.yaml'), variables: [] }),
  ).rejects.toThrow('there is no file Linked in app to build from');
  expect(await lookUp(connection, fetched.repository, [`${next}:nothing`, `${next}:app`])).toMatchObject([
    null,
    { type: 'tree' },
  ]);
}, 300_000);

/** As the job on a server does it. */
function layDown(
  dir: string,
  repository: string,
  content: readonly { readonly path: string; readonly object?: unknown }[],
): void {
  const job = mkdtempSync(join(root, 'job-'));
  mkdirSync(join(job, 'in'));
  mkdirSync(join(job, 'bin'));
  writeFileSync(join(job, 'bin/docker'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(job, 'bin/docker'), 0o755);
  const put = (name: string, text: string): void => writeFileSync(join(job, 'in', name), text);
  put('dir', dir);
  put('repository', repository);
  put('release', 'dep_1');
  put('project', 'shop');
  put('env', '');
  put('parts', '[]');
  put('compose.yaml', content.map(({ path }) => `${dir}/content/${path}\n`).join(''));
  put('digests', content.map(({ path }) => path.slice(0, path.indexOf('/'))).join('\n'));
  for (const [index, { path, object }] of content.entries()) {
    const { type, id } = object as { type: string; id: string };
    put(`path.${index}`, path);
    put(`${type}.${index}`, id);
  }
  const env = { ...process.env, PATH: `${join(job, 'bin')}${delimiter}${process.env.PATH}` };
  const { status, stderr } = spawnSync('sh', ['-c', getScript], { cwd: job, env });
  expect([status, String(stderr)]).toEqual([0, '']);
}
