import { describe, expect, it } from 'vitest';
import { GitRef, GitUrl } from './application-spec.ts';
import { Builder } from './builder.ts';
import { ImageReference } from './container-fields.ts';
import { RelativePath } from './inner-path.ts';
import { operations } from './operations.ts';
import { namedFields } from './reference-fields.ts';
import { HostName, UserName } from './server.ts';
import { ServiceSpec } from './service-spec.ts';

/** What a hostile person would like to see in a command; security.md 2. */
const payloads = [
  '; id>/tmp/m',
  '$(id)',
  '`id`',
  '| id',
  '&& id',
  'a\nb',
  'a\rb',
  `a'b"c`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own syntax is the point
  '${IFS}',
  '-oProxyCommand=id',
  'a\0b',
  'a\u2028b',
  'a\u202eb',
  '../../etc/passwd',
];

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('an image reference', () => {
  it.each([
    'nginx',
    'nginx:1.27',
    'quayside-lab/app:1',
    'ghcr.io/acme/web:v1.2.3-rc.1',
    '127.0.0.1:5000/app',
    `app@sha256:${'a'.repeat(64)}`,
    `registry.example.com:443/a/b__c/d-e:tag@sha256:${'0'.repeat(64)}`,
  ])('may be %s', (image) => {
    expect(accepts(ImageReference, image)).toBe(true);
  });

  it.each([
    ...payloads,
    '',
    'Nginx',
    'nginx:',
    'nginx:1 2',
    'a//b',
    `app@sha256:${'a'.repeat(63)}`,
    'x'.repeat(600),
  ])('must not be %j', (image) => {
    expect(accepts(ImageReference, image)).toBe(false);
  });
});

describe('a git address', () => {
  it.each([
    'https://git.example.com/acme/shop.git',
    'https://[::1]:8443/a',
    'ssh://git@git.example.com:2222/acme/shop.git',
    'git@git.example.com:acme/shop.git',
  ])('may be %s', (url) => {
    expect(accepts(GitUrl, url)).toBe(true);
  });

  it.each([
    ...payloads,
    'http://git.example.com/a',
    'file:///etc/passwd',
    'ext::sh -c id',
    'https://user:password@git.example.com/a',
    'https://git.example.com/-x',
    'ssh://-oProxyCommand=id@host/a',
    'git@-host:a',
    'git@host:-a',
    '/srv/repo',
  ])('must not be %j', (url) => {
    expect(accepts(GitUrl, url)).toBe(false);
  });
});

describe('a git ref', () => {
  const branch = (name: string) => accepts(GitRef, { type: 'branch', name });

  it.each(['main', 'feature/login', 'v1.2.3', 'ünïcode'])('may be the branch %s', (name) => {
    expect(branch(name)).toBe(true);
  });

  it.each([...payloads, '', '-x', 'a..b', 'a.lock', 'a b', 'a~1', 'a^', 'a:b', 'a//b', 'a/', '@{u}'])(
    'must not be the branch %j',
    (name) => {
      expect(branch(name)).toBe(false);
    },
  );

  it('may be a commit by 7 to 40 hexadecimal digits, nothing else', () => {
    expect(accepts(GitRef, { type: 'commit', hash: 'a1b2c3d' })).toBe(true);
    for (const hash of [...payloads, 'a1b2c3', 'HEAD', 'A1B2C3D', 'a'.repeat(41)]) {
      expect(accepts(GitRef, { type: 'commit', hash })).toBe(false);
    }
  });
});

describe('a path inside a repository', () => {
  it.each(['', 'apps/web', 'Dockerfile', 'deploy/Dockerfile.prod', 'with space/x'])('may be %j', (path) => {
    expect(accepts(RelativePath, path)).toBe(true);
  });

  it.each(['/etc', '../x', 'a/../../b', '-x', 'a\\b', 'a\nb', 'a\0b', ' a'])('must not be %j', (path) => {
    expect(accepts(RelativePath, path)).toBe(false);
  });
});

describe('a static site', () => {
  const site = (fields: object) => accepts(Builder, { type: 'static', ...fields });

  it('needs nothing but its name', () => {
    expect(Builder.parse({ type: 'static' })).toEqual({
      type: 'static',
      image: 'caddy:2.10-alpine',
      singlePage: false,
      notFoundPage: '404.html',
    });
  });

  it.each(['', '404.html', 'errors/not found.html'])('may show %j for what is not there', (notFoundPage) => {
    expect(site({ notFoundPage })).toBe(true);
  });

  it.each(['/etc/passwd', '../x.html', '{env.HOME}', '*.html', 'a\nb', '?x', '[a]'])(
    'must not show %j',
    (notFoundPage) => {
      expect(site({ notFoundPage })).toBe(false);
    },
  );

  it.each(payloads)('is not served by the image %j', (image) => {
    expect(site({ image })).toBe(false);
  });
});

describe('an address of a server', () => {
  it.each(['example.com', '10.0.0.1', '::1', 'fe80::1%eth0', 'srv_1.internal'])('may be %s', (host) => {
    expect(accepts(HostName, host)).toBe(true);
  });

  it.each([...payloads, '', '-x', 'a b', 'user@host', 'host:22', 'x'.repeat(300)])(
    'must not be %j',
    (host) => {
      expect(accepts(HostName, host)).toBe(false);
    },
  );

  it.each([...payloads, '', '-x', 'a b', 'x'.repeat(65)])('has no user %j', (user) => {
    expect(accepts(UserName, user)).toBe(false);
  });
});

describe('the spec of an application', () => {
  it('is what a configuration without a type is for', () => {
    const source = { type: 'image', image: 'nginx' };
    expect(ServiceSpec.parse({ source }).type).toBe('application');
    expect(ServiceSpec.parse({ type: 'application', source })).toEqual(ServiceSpec.parse({ source }));
  });

  it('is filled with defaults from its source alone', () => {
    expect(ServiceSpec.parse({ source: { type: 'image', image: 'nginx' } })).toMatchObject({
      replicas: 1,
      command: [],
      ports: [],
      limits: {},
      soakSeconds: 5,
      drainSeconds: 60,
    });
  });

  it('refuses a field that it does not know, rather than dropping it', () => {
    expect(accepts(ServiceSpec, { source: { type: 'image', image: 'nginx' }, privileged: true })).toBe(false);
  });

  it('takes the server that builds it by name, wherever a configuration is given', () => {
    const given = ['service.create', 'service.configure', 'deployment.preview'];
    const asked = operations.filter(({ name }) => given.includes(name));
    expect(asked).toHaveLength(given.length);
    for (const { input } of asked)
      expect(namedFields(input)).toContainEqual({ field: 'spec.source.buildServerId', kinds: ['server'] });
  });

  it('takes any argument but NUL, since none ever passes a shell', () => {
    const command = payloads.filter((payload) => !payload.includes('\0'));
    const source = { type: 'image', image: 'nginx' };
    expect(ServiceSpec.parse({ source, command })).toMatchObject({ command });
    expect(accepts(ServiceSpec, { source, command: ['a\0b'] })).toBe(false);
  });
});
