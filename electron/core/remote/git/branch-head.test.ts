import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branchHead } from './branch-head.ts';

let folder: string;
let server: Server;
let url: string;
let commit: string;
const login = { username: 'token', password: 'secret' };

/** Git's own server of HTTP, behind a password. */
const serve = (): Server =>
  createServer((request, response) => {
    const wanted = `Basic ${Buffer.from('token:secret').toString('base64')}`;
    if (request.headers.authorization !== wanted) {
      response.writeHead(401).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const git = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        REQUEST_METHOD: request.method,
        PATH_INFO: pathname,
        CONTENT_TYPE: request.headers['content-type'],
        CONTENT_LENGTH: request.headers['content-length'],
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(git.stdin);
    const parts: Buffer[] = [];
    git.stdout.on('data', (part: Buffer) => parts.push(part));
    git.stdout.once('end', () => {
      const all = Buffer.concat(parts);
      const end = all.indexOf('\r\n\r\n');
      const [, status = '200'] = /^Status: (\d+)/m.exec(all.subarray(0, end).toString()) ?? [];
      response.writeHead(Number(status)).end(all.subarray(end + 4));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-head-'));
  const git = (...argv: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...argv], {
      encoding: 'utf8',
    }).trim();
  git('init', '-q', '-b', 'main', 'web');
  git('-C', 'web', 'commit', '-q', '--allow-empty', '-m', 'First');
  git('-C', 'web', 'branch', 'main-2');
  commit = git('-C', 'web', 'rev-parse', 'HEAD');
  server = serve().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/web/.git`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

describe('the commit of a branch', () => {
  it('is told by git’s own server, of exactly that branch', async () => {
    expect(await branchHead({ url, branch: 'main', login, allowsPrivate: true })).toBe(commit);
    expect(await branchHead({ url: `${url}/`, branch: 'main-2', login, allowsPrivate: true })).toBe(commit);
  });

  it('is none where there is no such branch', async () => {
    expect(await branchHead({ url, branch: 'mai', login, allowsPrivate: true })).toBeNull();
    expect(await branchHead({ url, branch: 'nothing', login, allowsPrivate: true })).toBeNull();
  });

  it('is told to nobody without the token, and of nothing that is no repository', async () => {
    const asked = { url, branch: 'main', allowsPrivate: true };
    await expect(branchHead({ ...asked, login: null })).rejects.toThrow('the token may not read it');
    await expect(branchHead({ ...asked, login, url: `${url}-none` })).rejects.toThrow('status 404');
  });

  it('is not asked for in the network of this host, where that is not allowed', async () => {
    await expect(branchHead({ url, branch: 'main', login, allowsPrivate: false })).rejects.toThrow();
  });
});
