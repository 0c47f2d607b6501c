import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { emptyMount } from './mount-form.ts';
import { differences, emptySpec, fromSpec, type SpecForm, specIssue, toSpec } from './spec-form.ts';

const argument = fc.string({ minLength: 0, maxLength: 12 }).filter((text) => !text.includes('\0'));
const port = fc.integer({ min: 1, max: 65_535 });
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.constant({}),
    value.map((chosen) => ({ [key]: chosen })),
  );

const dockerfileBuilder = fc
  .tuple(
    fc.array(
      fc
        .tuple(fc.constantFrom('API_URL', 'version'), optional('value', argument))
        .map(([name, value]) => ({ name, ...value })),
      { maxLength: 3 },
    ),
    fc.constantFrom(['NPM_TOKEN'], ['NPM_TOKEN', 'key_2']),
  )
  .map(([given, secrets]) => ({ type: 'dockerfile' as const, arguments: given, secrets }));

const siteBuilder = fc
  .tuple(
    fc.constantFrom('caddy:2', 'ghcr.io/acme/caddy'),
    fc.boolean(),
    fc.constantFrom('', '404.html', 'errors/gone.html'),
    optional('cacheSeconds', fc.integer({ min: 1, max: 31_536_000 })),
  )
  .map(([image, singlePage, notFoundPage, cache]) => ({
    type: 'static' as const,
    image,
    singlePage,
    notFoundPage,
    ...cache,
  }));

const builder = fc.oneof(siteBuilder, dockerfileBuilder);

const source = fc.oneof(
  fc.constantFrom('nginx:1.27', 'ghcr.io/acme/web', 'a/b@sha256:'.concat('0'.repeat(64))).map((image) => ({
    type: 'image' as const,
    image,
  })),
  fc
    .tuple(
      fc.constantFrom(
        { type: 'branch', name: 'main' },
        { type: 'tag', name: 'v1.0' },
        { type: 'commit', hash: 'deadbeef' },
      ),
      fc.constantFrom('', 'apps/web'),
      optional('target', fc.constant('runtime')),
      fc.boolean(),
      optional('builder', builder),
      optional('buildServerId', fc.constant('srv_1')),
    )
    .map(([ref, directory, target, submodules, built, builtOn]) => ({
      type: 'git' as const,
      url: 'https://example.com/acme/web.git',
      ref,
      directory,
      dockerfile: 'Dockerfile',
      ...target,
      submodules,
      ...built,
      ...builtOn,
    })),
);

const spec = fc
  .record({
    source,
    replicas: fc.nat(100),
    command: fc.array(argument, { maxLength: 5 }),
    ports: fc.array(
      fc
        .tuple(port, optional('hostPort', port), fc.constantFrom('tcp', 'udp'))
        .map(([containerPort, hostPort, protocol]) => ({ containerPort, ...hostPort, protocol })),
      { maxLength: 3 },
    ),
    health: optional(
      'healthCheck',
      fc.record({
        command: fc.array(argument, { minLength: 1, maxLength: 4 }),
        intervalSeconds: fc.integer({ min: 1, max: 3_600 }),
        timeoutSeconds: fc.integer({ min: 1, max: 600 }),
        retries: fc.integer({ min: 1, max: 100 }),
        startPeriodSeconds: fc.nat(3_600),
      }),
    ),
    limits: fc
      .tuple(
        optional('memoryMiB', fc.integer({ min: 6, max: 4_096 })),
        optional('cpus', fc.constantFrom(0.25, 2)),
      )
      .map(([memory, cpus]) => ({ ...memory, ...cpus })),
    mounts: fc.array(
      fc.oneof(
        fc.record({
          type: fc.constant('volume' as const),
          name: fc.constantFrom('data', 'pg.1'),
          target: fc.constantFrom('/data', '/var/lib/x'),
          readOnly: fc.boolean(),
        }),
        fc.record({
          type: fc.constant('bind' as const),
          source: fc.constantFrom('/', '/srv/a b'),
          target: fc.constantFrom('/data', '/var/lib/x'),
          readOnly: fc.boolean(),
        }),
        fc.record({
          type: fc.constant('tmpfs' as const),
          target: fc.constant('/tmp'),
          sizeMiB: fc.integer({ min: 1, max: 4_096 }),
        }),
        fc.record({
          type: fc.constant('file' as const),
          target: fc.constant('/etc/app.conf'),
          content: fc.constantFrom(' a\n', 'x'),
          mode: fc.constantFrom('444', '0600'),
        }),
      ),
      { maxLength: 3 },
    ),
    updateOrder: fc.constantFrom(undefined, 'start-first' as const, 'stop-first' as const),
    soakSeconds: fc.nat(600),
    drainSeconds: fc.nat(3_600),
  })
  .map(({ health, ...rest }) => ApplicationSpec.parse({ ...rest, ...health }));

const issuesOf = (change: Partial<SpecForm>) =>
  toSpec({ ...emptySpec, image: 'nginx', ...change }).issues?.map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe('the form of a configuration', () => {
  it('brings every configuration back as it was', () => {
    fc.assert(
      fc.property(spec, (wanted) => {
        expect(toSpec(fromSpec(wanted, 'srv_1'))).toEqual({ spec: wanted });
      }),
    );
  });

  it('takes the defaults where nothing is typed', () => {
    expect(toSpec({ ...emptySpec, image: ' nginx:1 ', replicas: '', soakSeconds: ' ' }).spec).toEqual(
      ApplicationSpec.parse({ source: { type: 'image', image: 'nginx:1' } }),
    );
  });

  it.each<[string, Partial<SpecForm>, string]>([
    ['an image that is none', { image: 'No Spaces' }, 'image: must be an image reference'],
    ['no image', { image: '' }, 'image: must be an image reference'],
    ['a repository with a password', { sourceType: 'git', url: 'https://me:pw@x.org/a' }, 'url: must be'],
    ['no branch', { sourceType: 'git', url: 'https://x.org/a', ref: '' }, 'ref: must not be empty'],
    [
      'a way out of the repository',
      { sourceType: 'git', url: 'https://x.org/a', directory: '../x' },
      'directory: must be',
    ],
    [
      'an image of Caddy that is none',
      { sourceType: 'git', url: 'https://x.org/a', builder: 'static', siteImage: 'No Spaces' },
      'siteImage: must be an image reference',
    ],
    [
      'a build argument without a name',
      {
        sourceType: 'git',
        url: 'https://x.org/a',
        buildArguments: [{ name: '', isVariable: false, value: 'x' }],
      },
      'buildArguments.0.name: must begin with a letter',
    ],
    [
      'a build secret that is no name',
      { sourceType: 'git', url: 'https://x.org/a', buildSecrets: 'NPM_TOKEN a=b' },
      'buildSecrets: must begin with a letter',
    ],
    [
      'a pattern for a page',
      { sourceType: 'git', url: 'https://x.org/a', builder: 'static', notFoundPage: '{env.PATH}' },
      'notFoundPage: must be the path of one page',
    ],
    ['words for a number', { replicas: 'two' }, 'replicas: must be a number'],
    ['too many replicas', { replicas: '101' }, 'replicas: must be at most 100'],
    [
      'half a port',
      { ports: [{ containerPort: '', hostPort: '80', protocol: 'tcp' }] },
      'ports.0.containerPort: must be a number',
    ],
    [
      'a volume without a name',
      { mounts: [{ ...emptyMount, target: '/data' }] },
      'mounts.0.name: must begin with a letter or digit',
    ],
    [
      'a way out of the container',
      {
        mounts: [
          { ...emptyMount, name: 'a', target: '/a' },
          { ...emptyMount, name: 'b', target: '/a/../b' },
        ],
      },
      'mounts.1.target: must be an absolute path inside the container',
    ],
    [
      'a port too high',
      { ports: [{ containerPort: '80', hostPort: '70000', protocol: 'tcp' }] },
      'ports.0.hostPort: must be at most 65535',
    ],
    ['an open quote', { command: 'sh -c "x' }, 'command: The closing " is missing'],
    ['a health check without a command', { hasHealthCheck: true }, 'healthCommand: must not be empty'],
    ['no memory at all', { memoryMiB: '1' }, 'memoryMiB: must be at least 6'],
  ])('names the field of %s', (_what, change, expected) => {
    expect(issuesOf(change)?.[0]).toMatch(new RegExp(`^${expected.replace(/[.]/g, '\\.')}`));
  });

  it('finds the field that the core complains about', () => {
    expect(specIssue('spec.source.image', 'no')).toEqual({ field: 'image', message: 'no' });
    expect(specIssue('spec.ports.1.hostPort', 'taken')).toEqual({
      field: 'ports.1.hostPort',
      message: 'taken',
    });
    expect(specIssue('spec.healthCheck.command', 'no').field).toBe('healthCommand');
  });

  it('says in words what differs', () => {
    expect(differences(emptySpec, { ...emptySpec, image: 'x', retries: '9', healthCommand: 'y' })).toEqual([
      'image',
      'health check',
    ]);
  });
});
