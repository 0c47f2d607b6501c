import { describe, expect, it } from 'vitest';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { FoundService } from '../../workload/index.ts';
import { filesOf, foundIn } from './group.ts';

const container = (name: string, labels: Readonly<Record<string, string>> = {}): ContainerSummary => ({
  ...{ id: `id-${name}`, name, image: 'nginx:1', imageId: 'sha256:1', createdAt: '2026-11-30T00:00:00Z' },
  ...{ state: 'running', status: 'Up 2 hours', health: undefined, labels, ports: [], addresses: [] },
  ...{ volumes: [], mounts: [] },
});

const ofCompose = (project: string, home = '/srv/shop', files = `${home}/compose.yaml`) => ({
  'com.docker.compose.project': project,
  'com.docker.compose.service': 'web',
  'com.docker.compose.project.working_dir': home,
  'com.docker.compose.project.config_files': files,
});

const swarmService = (name: string, labels: Readonly<Record<string, string>> = {}): FoundService => ({
  ...{ id: `id-${name}`, name, image: 'nginx:1', wanted: 1, running: 1, ports: [], labels },
  serviceId: labels['quayside.service'],
});

const look = (containers: readonly ContainerSummary[], services: readonly FoundService[] = []) =>
  foundIn({ containers, services, claimed: new Set(['taken']) });

describe('what is found on a server', () => {
  it('is its compose projects, stacks, Swarm services and plain containers, with what made them', () => {
    const found = look(
      [
        container('shop-web-1', ofCompose('shop')),
        container('blog-web-1', ofCompose('blog', '/etc/dokploy/compose/blog/code')),
        container('wiki-web-1', ofCompose('wiki', '/data/compose/3')),
        container('lonely'),
        container('task', { 'com.docker.swarm.service.id': 'id-api' }),
      ],
      [swarmService('api'), swarmService('s_web', { 'com.docker.stack.namespace': 's' })],
    );
    expect(found.map(({ kind, name, madeBy, reason }) => [kind, name, madeBy, reason === null])).toEqual([
      ['swarm-service', 'api', 'swarm', false],
      ['compose', 'blog', 'dokploy', true],
      ['container', 'lonely', 'docker', false],
      ['stack', 's', 'swarm', false],
      ['compose', 'shop', 'compose', true],
      ['compose', 'wiki', 'portainer', true],
    ]);
  });

  it('is nothing that bears a label of any Quayside, and no project that was adopted', () => {
    const ours = { 'quayside.organization': 'org_of_somebody_else' };
    const found = look(
      [
        container('a', ours),
        container('b', { ...ofCompose('shop'), ...ours }),
        container('c', ofCompose('shop')),
        container('d', ofCompose('taken')),
      ],
      [swarmService('e', ours)],
    );
    expect(found).toEqual([]);
  });

  it('says in the place of a name, a file or a state nothing that nobody sees', () => {
    const odd = 'a\u202eb\nc"\'';
    const [found] = look([
      { ...container(odd, ofCompose(odd, `/srv/${odd}`)), image: odd, state: odd, status: odd },
    ]);
    expect(found?.reason).toContain('gives no project such a name');
    expect(JSON.stringify(found)).not.toMatch(/\u202e|\\n/);
  });

  it.each([
    ['/etc/shadow', '/etc', 'is not called as a compose file is'],
    ['/etc/shadow', '/srv/shop', 'is not below its folder'],
    ['/srv/shop/../../etc/x.yaml', '/srv/shop', 'is not below its folder'],
    ['../x.yaml', '/srv/shop', 'is not below its folder'],
    ['/srv/shop/a.yaml', '/srv/../srv/shop', 'is not below its folder'],
    ['/srv/shop', '/srv/shop', 'is not below its folder'],
    ['', '/srv/shop', 'is not below its folder'],
    ['/x.yaml', '/', 'do not say in which folder'],
    ['/srv/a\nb/x.yaml', '/srv/a\nb', 'do not say in which folder'],
  ])('reads no file %j of a folder %j: it %s', (files, home, why) => {
    const told = filesOf(ofCompose('shop', home, files));
    expect(told).toEqual({ reason: expect.stringContaining(why) });
  });

  it('has the files of a project as they are seen from its folder', () => {
    const labels = ofCompose('shop', '/srv/shop', '/srv/shop/deploy/a.yml,/srv/shop/./b.yaml,c.yaml');
    expect(filesOf(labels)).toEqual({ home: '/srv/shop', files: ['deploy/a.yml', 'b.yaml', 'c.yaml'] });
  });
});
