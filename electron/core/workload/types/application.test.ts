import { describe, expect, it } from 'vitest';
import { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { application } from './application.ts';

const spec = (fields: object = {}): ApplicationSpec =>
  ApplicationSpec.parse({ source: { type: 'image', image: 'nginx:1.27' }, ...fields });
const git = (fields: object = {}) =>
  spec({
    source: {
      type: 'git',
      url: 'https://git.example/a.git',
      ref: { type: 'branch', name: 'main' },
      ...fields,
    },
  });

const anew = { isRollback: false, builtOn: null, runsOn: 'lab' };
const again = { ...anew, isRollback: true };

describe('an application', () => {
  it('starts new replicas first, unless a port of the server is held', () => {
    expect(application.contentOf(spec()).order).toBe('start-first');
    expect(application.contentOf(spec({ ports: [{ containerPort: 80 }] })).order).toBe('start-first');
    const held = spec({ ports: [{ containerPort: 80, hostPort: 80 }] });
    expect(application.contentOf(held).order).toBe('stop-first');
  });

  it('holds a port of the server once for each protocol', () => {
    const port = { containerPort: 80, hostPort: 8080 };
    const udp = { ...port, protocol: 'udp' };
    expect(
      application.issuesOf(spec({ ports: [port, udp, { containerPort: 80 }, { containerPort: 80 }] })),
    ).toEqual([]);
    expect(application.issuesOf(spec({ ports: [udp, port, port] }))).toEqual([
      { path: 'ports.2.hostPort', message: 'is published twice by this service' },
    ]);
  });

  it('says how its image comes: by its name, by a build, or as it was built once', () => {
    expect(application.image.stepsOf(spec(), again)).toEqual([
      'Take the image nginx:1.27 and pin it by its digest',
    ]);
    expect(application.image.stepsOf(git({ dockerfile: 'Other' }), anew)).toEqual([
      'Fetch https://git.example/a.git on the server',
      'Build the image from Other',
    ]);
    expect(application.image.stepsOf(git(), again)).toEqual(['Take the image that was built then']);
  });

  it('says which server builds it, and how its image comes from there', () => {
    expect(application.image.stepsOf(git(), { ...anew, builtOn: 'builder' })).toEqual([
      'Fetch https://git.example/a.git on builder',
      'Build the image from Dockerfile, on builder',
      'Send the image from there to lab through this host, without the layers that it has',
    ]);
    expect(application.image.stepsOf(git(), { ...again, builtOn: 'builder' })).toEqual([
      'Take the image that was built then',
    ]);
  });

  it('says which registry carries it', () => {
    const pushed = git({ pushTo: 'ghcr.io/acme/web' });
    expect(application.image.stepsOf(pushed, anew).slice(1)).toEqual([
      'Build the image from Dockerfile',
      'Push the image to ghcr.io/acme/web',
    ]);
    expect(application.image.stepsOf(pushed, { ...anew, builtOn: 'builder' }).slice(1)).toEqual([
      'Build the image from Dockerfile, on builder',
      'Push the image to ghcr.io/acme/web',
      'Take the image from there to lab, by its digest',
    ]);
    expect(application.image.stepsOf(pushed, again)).toEqual(['Take the image that was built then']);
  });

  it('says what serves a static site, in the steps and in what is compared', () => {
    const site = git({
      directory: 'public',
      builder: { type: 'static', cacheSeconds: 60 },
      dockerfile: 'Other',
    });
    expect(application.image.stepsOf(site, anew)).toEqual([
      'Fetch https://git.example/a.git on the server',
      'Put public into an image of caddy:2.10-alpine, which serves it on port 80',
    ]);
    const fields = Object.fromEntries(application.fieldsOf(site));
    expect(fields).toMatchObject({
      builder: 'static site, served by caddy:2.10-alpine on port 80',
      'paths without a file': 'answer 404 with 404.html',
      'browsers keep files': '60 s, pages aside',
    });
    expect(fields).not.toHaveProperty('Dockerfile');
  });

  it('warns of an outage, of what is not checked, and of nothing that runs', () => {
    const healthCheck = { command: ['true'] };
    const ports = [{ containerPort: 80, hostPort: 80 }];
    expect(application.warningsOf(spec({ healthCheck }), true)).toEqual([]);
    expect(application.warningsOf(spec({ healthCheck, ports }), false)).toEqual([]);
    expect(application.warningsOf(spec({ healthCheck, ports }), true)).toEqual([
      expect.stringContaining('a short outage'),
    ]);
    expect(application.warningsOf(spec({ replicas: 0 }), true)).toEqual([
      expect.stringContaining('no health check'),
      expect.stringContaining('0 replicas'),
    ]);
  });

  it('gives a version that is cancelled the time to end, and one that failed none', () => {
    expect(application.stopSeconds).toEqual({ failed: 1, cancelled: 10 });
  });

  it('lets nothing write to one volume twice, unless that was chosen', () => {
    const volume = { type: 'volume', name: 'data', target: '/data' };
    const orderOf = (fields: object) => application.contentOf(spec(fields)).order;
    expect(orderOf({ mounts: [volume] })).toBe('stop-first');
    expect(orderOf({ mounts: [{ ...volume, readOnly: true }] })).toBe('start-first');
    expect(orderOf({ mounts: [{ type: 'tmpfs', target: '/tmp' }] })).toBe('start-first');
    expect(orderOf({ mounts: [volume], updateOrder: 'start-first' })).toBe('start-first');
    expect(orderOf({ updateOrder: 'stop-first' })).toBe('stop-first');
    expect(application.warningsOf(spec({ mounts: [volume], replicas: 2 }), true)).toEqual([
      expect.stringMatching(/stops before .* write to the volume “data” at once: a short outage/),
      expect.stringMatching(/2 replicas all write to the volume “data”/),
      expect.stringContaining('no health check'),
    ]);
    const chosen = spec({ mounts: [volume], updateOrder: 'start-first' });
    expect(application.warningsOf(chosen, true)[0]).toMatch(/both versions write to the volume “data”/);
    expect(application.warningsOf(chosen, false)[0]).toMatch(/no health check/);
  });

  it('refuses a new version first that would hold a port twice', () => {
    const held = { ports: [{ containerPort: 80, hostPort: 80 }], updateOrder: 'start-first' };
    expect(application.issuesOf(spec(held))).toMatchObject([{ path: 'updateOrder' }]);
  });

  it('mounts one thing at one place', () => {
    const mounts = [
      { type: 'volume', name: 'data', target: '/data' },
      { type: 'tmpfs', target: '/data/cache' },
      { type: 'bind', source: '/srv', target: '/data' },
    ];
    expect(application.issuesOf(spec({ mounts }))).toEqual([
      { path: 'mounts.2.target', message: 'is the place of another mount of this service' },
    ]);
  });

  it('tells a plan what is mounted where', () => {
    const mounts = [
      { type: 'volume', name: 'data', target: '/data', readOnly: true },
      { type: 'bind', source: '/srv', target: '/srv' },
      { type: 'tmpfs', target: '/tmp' },
    ];
    expect(
      [...application.fieldsOf(spec({ mounts }))].filter(([field]) => field.startsWith('mount')),
    ).toEqual([
      ['mount /data', 'volume data, read only'],
      ['mount /srv', '/srv of the server'],
      ['mount /tmp', 'in memory, 64 MiB at most'],
    ]);
  });
});
