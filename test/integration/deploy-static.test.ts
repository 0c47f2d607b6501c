import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { StaticBuilder } from '#shared/contract/builder.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  caddyImage,
  type GitHost,
  type GitRepository,
  type LabServer,
  loadCaddy,
  startGitHost,
  startServer,
} from '#test/lab/index.ts';
import {
  addService,
  deploy,
  endServices,
  type Ground,
  logText,
  makeGround,
  specOf,
} from './deploy-support.ts';

describeOnLab('deploying a static site', () => {
  let server: LabServer;
  let git: GitHost;
  let ground: Ground;
  let repository: GitRepository & { commit: string };

  beforeAll(async () => {
    [server, git] = await Promise.all([startServer({ swarm: true }), startGitHost()]);
    await loadCaddy(server);
    ground = await makeGround(server);
    repository = await git.createRepository('site', {
      'public/index.html': 'the front page',
      'public/docs/index.html': 'the documents',
      'public/app.js': 'the script',
      'public/404.html': 'nothing here',
      'public/.env': 'a secret',
      'public/.well-known/security.txt': 'a contact',
      'public/draft.html': 'left out',
      'public/.dockerignore': 'draft.html\n',
      'empty/readme.txt': 'no page',
    });
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), git?.machine.stop()]);
  });

  const deploySite = async (name: string, directory: string, fields: Partial<StaticBuilder> = {}) => {
    const builder: StaticBuilder = {
      type: 'static',
      image: caddyImage,
      singlePage: false,
      notFoundPage: '404.html',
      ...fields,
    };
    const serviceId = await addService(
      ground,
      name,
      specOf({
        source: {
          type: 'git',
          url: repository.httpsUrl,
          ref: { type: 'branch', name: 'main' },
          directory,
          dockerfile: 'Dockerfile',
          submodules: false,
          builder,
        },
        healthCheck: undefined,
      }),
    );
    const ended = await deploy(ground, serviceId);
    return { serviceId, ended, log: await logText(ground.client, ended.id) };
  };

  const containerOf = async (serviceId: string): Promise<string> =>
    (await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`)).split('\n')[0] ?? '';

  /** Status, headers and body of a path, asked from inside the container without anything that follows or decodes. */
  const ask = async (serviceId: string, path: string): Promise<string> => {
    const request = `GET ${path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n`;
    const argv = ['docker', 'exec', '-i', await containerOf(serviceId), 'nc', '127.0.0.1', '80'];
    return server.must(argv, { input: request });
  };

  it('serves the files of a sub-directory, its own page for what is not there, and nothing that is hidden', async () => {
    const { serviceId, ended, log } = await deploySite('plain', 'public', { cacheSeconds: 600 });
    expect(ended.reason, log).toBeNull();
    expect(ended.commit).toBe(repository.commit);
    const front = await ask(serviceId, '/');
    expect(front).toMatch(/^HTTP\/1.1 200[\s\S]*the front page$/);
    expect(front).toMatch(/cache-control: no-cache/i);
    expect(await ask(serviceId, '/docs/')).toMatch(/200[\s\S]*the documents$/);
    expect(await ask(serviceId, '/app.js')).toMatch(/200[\s\S]*max-age=600[\s\S]*the script$/);
    expect(await ask(serviceId, '/.well-known/security.txt')).toMatch(/200[\s\S]*a contact$/);
    for (const path of [
      '/missing.js',
      '/.env',
      '/.git/config',
      '/draft.html',
      '/.dockerignore',
      '/docs/../.env',
    ]) {
      const answer = await ask(serviceId, path);
      expect(answer, path).toMatch(/^HTTP\/1.1 404[\s\S]*nothing here$/);
      expect(answer, path).not.toContain('max-age');
    }
    const inside = async (...argv: string[]) => server.docker('exec', await containerOf(serviceId), ...argv);
    expect(await inside('id', '-u')).toBe('65534');
    expect(await inside('ls', '-a', '/srv')).not.toMatch(/\.git\b/);
  });

  it('answers index.html for what is no file in a single page application', async () => {
    const { serviceId, ended, log } = await deploySite('spa', 'public', { singlePage: true });
    expect(ended.reason, log).toBeNull();
    expect(await ask(serviceId, '/orders/17')).toMatch(/^HTTP\/1.1 200[\s\S]*the front page$/);
    expect(await ask(serviceId, '/app.js')).toMatch(/200[\s\S]*the script$/);
    expect(await ask(serviceId, '/docs/')).toMatch(/200[\s\S]*the documents$/);
    expect(await ask(serviceId, '/.env')).toMatch(/^HTTP\/1.1 404/);
  });

  it('says so where a single page application has no page', async () => {
    const { ended } = await deploySite('none', 'empty', { singlePage: true });
    expect(ended.state).toBe('failed');
    expect(ended.reason).toMatch(/no index.html in the folder/);
  });
});
