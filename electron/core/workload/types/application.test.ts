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
    expect(application.image.stepsOf(spec(), true)).toEqual([
      'Take the image nginx:1.27 and pin it by its digest',
    ]);
    expect(application.image.stepsOf(git({ dockerfile: 'Other' }), false)).toEqual([
      'Fetch https://git.example/a.git on the server',
      'Build the image from Other',
    ]);
    expect(application.image.stepsOf(git(), true)).toEqual(['Take the image that was built then']);
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
