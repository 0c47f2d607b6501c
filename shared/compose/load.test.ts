// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalText } from './final-text.ts';
import { loadCompose } from './load.ts';
import { plainOf } from './tree.ts';

type Files = Readonly<Record<string, string>>;

const load = (files: Files | string, more: Partial<Parameters<typeof loadCompose>[0]> = {}) =>
  loadCompose({
    files: typeof files === 'string' ? { 'compose.yaml': files } : files,
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
    ...more,
  });
const sound = (...given: Parameters<typeof load>) => {
  const { project, problems } = load(...given);
  expect(problems).toEqual([]);
  if (!project) throw new Error('nothing came of it');
  return project;
};
const web = (fields: string) => sound(`services:\n  web:\n    image: a\n    ${fields}\n`).services.web;
const told = (...given: Parameters<typeof load>) =>
  load(...given).problems.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`);

describe('long forms', () => {
  it.each([
    ['ports: ["80"]', { ports: [{ mode: 'ingress', target: 80, protocol: 'tcp' }] }],
    ['ports: [80]', { ports: [{ target: 80 }] }],
    ['ports: ["8080:80/udp"]', { ports: [{ target: 80, published: '8080', protocol: 'udp' }] }],
    ['ports: ["127.0.0.1:8080:80"]', { ports: [{ host_ip: '127.0.0.1', target: 80, published: '8080' }] }],
    ['ports: ["[::1]:8080:80"]', { ports: [{ host_ip: '::1', published: '8080' }] }],
    ['ports: ["127.0.0.1::80"]', { ports: [{ host_ip: '127.0.0.1', target: 80 }] }],
    [
      'ports: ["8000-8001:80-81"]',
      {
        ports: [
          { target: 80, published: '8000' },
          { target: 81, published: '8001' },
        ],
      },
    ],
    ['ports: ["8000-8009:80"]', { ports: [{ target: 80, published: '8000-8009' }] }],
    ['ports: [{target: 80, published: 8080}]', { ports: [{ target: 80, published: '8080' }] }],
    ['environment: [A=1, B=x=y, C=]', { environment: { A: '1', B: 'x=y', C: '' } }],
    ['environment: {A: 1, B: true}', { environment: { A: '1', B: 'true' } }],
    ['labels: [a=b]', { labels: { a: 'b' } }],
    ['volumes: ["./a:/b:ro"]', { volumes: [{ type: 'bind', source: './a', target: '/b', read_only: true }] }],
    ['volumes: ["/b"]', { volumes: [{ type: 'volume', target: '/b' }] }],
    ['volumes: ["/a:/b:rshared,z"]', { volumes: [{ bind: { propagation: 'rshared', selinux: 'z' } }] }],
    ['healthcheck: {test: curl x}', { healthcheck: { test: ['CMD-SHELL', 'curl x'] } }],
    ['build: ./dir', { build: { context: './dir' } }],
    ['dns: 1.1.1.1', { dns: ['1.1.1.1'] }],
    ['devices: ["/dev/a:/dev/b:r"]', { devices: [{ source: '/dev/a', target: '/dev/b', permissions: 'r' }] }],
    ['extra_hosts: ["a:1.2.3.4", "b=::1"]', { extra_hosts: { a: '1.2.3.4', b: '::1' } }],
    ['networks: [default]', { networks: { default: null } }],
    ['network_mode: none', { network_mode: 'none' }],
  ])('of %s', (fields, expected) => {
    expect(web(fields)).toMatchObject(expected);
  });

  it('read a file mode as octal, as every tool of Docker does', () => {
    const file =
      'services: {web: {image: a, configs: [{source: c, mode: 0440}]}}\nconfigs: {c: {content: x}}\n';
    expect(sound(file).services.web?.configs).toEqual([{ source: 'c', mode: 0o440 }]);
  });

  it('take numbers and switches out of variables', () => {
    const file =
      'services:\n  web: {image: a, init: "${I}", deploy: {replicas: "${N}"}, ports: ["${P}:80"]}\n';
    expect(sound(file, { variables: { I: 'true', N: '3', P: '81' } }).services.web).toMatchObject({
      init: true,
      deploy: { replicas: 3 },
      ports: [{ published: '81' }],
    });
  });
});

// The examples of docs.docker.com/reference/compose-file/merge.
describe('several files', () => {
  const merged = (below: string, above: string) =>
    sound(
      {
        'compose.yaml': `services:\n  web:\n    image: a\n    ${below}`,
        'b.yaml': `services:\n  web:\n    ${above}`,
      },
      { composeFiles: ['compose.yaml', 'b.yaml'] },
    ).services.web;

  it.each([
    ['command: [a]', 'command: [b]', { command: ['b'] }],
    ['entrypoint: a', 'entrypoint: [b]', { entrypoint: ['b'] }],
    [
      'healthcheck: {test: [CMD, a], retries: 2}',
      'healthcheck: {test: [CMD, b]}',
      { healthcheck: { test: ['CMD', 'b'], retries: 2 } },
    ],
    ['dns: [1.1.1.1]', 'dns: 8.8.8.8', { dns: ['1.1.1.1', '8.8.8.8'] }],
    ['environment: [A=1, B=1]', 'environment: {B: 2, C: 3}', { environment: { A: '1', B: '2', C: '3' } }],
    [
      'volumes: ["./a:/x", "./b:/y"]',
      'volumes: ["./c:/y"]',
      { volumes: [{ source: './a' }, { source: './c', target: '/y' }] },
    ],
    ['expose: ["80"]', 'expose: ["80", "81"]', { expose: ['80', '81'] }],
    [
      'logging: {driver: a, options: {x: "1"}}',
      'logging: {options: {y: "2"}}',
      { logging: { driver: 'a', options: { x: '1', y: '2' } } },
    ],
  ])('%s under %s', (below, above, expected) => {
    expect(merged(below, above)).toMatchObject(expected);
  });

  it('put another driver of logs in the place of the first, with its options', () => {
    expect(merged('logging: {driver: a, options: {x: "1"}}', 'logging: {driver: b}')?.logging).toEqual({
      driver: 'b',
    });
  });

  it('keep ports of other targets and put the same one only once', () => {
    expect(merged('ports: ["8080:80"]', 'ports: ["8080:80", "8081:81"]')?.ports).toHaveLength(2);
  });

  it('take away what !reset marks and replace what !override marks', () => {
    const web = merged(
      'ports: ["8080:80"]\n    environment: {A: 1}\n    labels: {a: b}',
      'ports: !override ["81:81"]\n    environment: !reset null\n    labels: {c: d}',
    );
    expect(web?.ports).toMatchObject([{ published: '81' }]);
    expect(web?.environment).toBeUndefined();
    expect(web?.labels).toEqual({ a: 'b', c: 'd' });
  });
});

describe('a project in a folder of its repository', () => {
  const files = {
    'deploy/compose.yaml':
      'services:\n  web: {build: {args: [A]}, env_file: web.env, volumes: ["../conf:/c"]}\n  other: {extends: {file: ../base.yaml, service: base}}\nsecrets: {s: {file: ./s.txt}}\n',
    'deploy/web.env': 'A=1\n',
    'base.yaml': 'services: {base: {image: b, volumes: ["./data:/d"]}}\n',
  };
  const home = { composeFiles: ['deploy/compose.yaml'], home: 'deploy', envFile: 'deploy/.env' };

  it('takes each path from the folder of the file that names it, and notes what it looked for', () => {
    const { project, problems, missing } = load(files, home);
    expect(problems).toEqual([]);
    expect(project?.services.web).toMatchObject({
      build: { context: './deploy' },
      environment: { A: '1' },
      volumes: [{ source: './conf' }],
    });
    expect(project?.services.other?.volumes).toMatchObject([{ source: './data' }]);
    expect(project?.secrets.s?.file).toBe('./deploy/s.txt');
    expect(missing).toEqual(['deploy/.env']);
    expect(load({ 'deploy/compose.yaml': files['deploy/compose.yaml'] }, home).missing).toEqual([
      'deploy/.env',
      'base.yaml',
    ]);
  });
});

describe('extends and include', () => {
  it('lay a service over one of its file, of another, and of that one in turn', () => {
    const files = {
      'compose.yaml': 'services:\n  web: {extends: {file: base/c.yaml, service: app}, environment: {B: 2}}\n',
      'base/c.yaml':
        'services:\n  app: {extends: root, environment: {B: 1}, volumes: ["./d:/d"]}\n  root: {image: a, build: ., environment: {A: 1}}\n',
    };
    expect(sound(files).services.web).toMatchObject({
      image: 'a',
      environment: { A: '1', B: '2' },
      build: { context: './base' },
      volumes: [{ source: './base/d' }],
    });
  });

  it('take in another project with its own .env, under the names from outside', () => {
    const files = {
      'compose.yaml': 'include: [sub/c.yaml]\nservices: {web: {image: a, depends_on: [db]}}\n',
      'sub/c.yaml': 'services: {db: {image: "db:${TAG}-${SIZE}", env_file: own.env}}\n',
      'sub/.env': 'TAG=1\nSIZE=big\n',
      'sub/own.env': 'X=${TAG:-none}\n',
    };
    expect(sound(files, { variables: { TAG: '9' } }).services.db).toMatchObject({
      image: 'db:9-big',
      environment: { X: '9' },
    });
  });

  it.each([
    [
      'services: {a: {extends: b}, b: {extends: a}}',
      'compose.yaml:1 services.a.extends: leads back to itself',
    ],
    [
      'services: {a: {image: x, extends: c}}',
      'compose.yaml:1 services.a.extends: compose.yaml has no service c',
    ],
    [
      'services: {a: {image: x, extends: {file: ../x.yaml, service: c}}}',
      'compose.yaml:1 services.a.extends: ../x.yaml leaves the folder of this service',
    ],
    [
      'services: {a: {image: x, extends: {file: "https://e.org/x", service: c}}}',
      'compose.yaml:1 services.a.extends: https://e.org/x is fetched from elsewhere',
    ],
    ['include: [compose.yaml]\nservices: {a: {image: x}}', 'compose.yaml:1 include.0: includes itself'],
    [
      'include: [oci://e.org/x]\nservices: {a: {image: x}}',
      'compose.yaml:1 include.0: oci://e.org/x is fetched from elsewhere',
    ],
    [
      'include: [/etc/passwd]\nservices: {a: {image: x}}',
      'compose.yaml:1 include.0: /etc/passwd leaves the folder of this service',
    ],
  ])('refuse %s', (file, words) => {
    expect(told(file)).toContain(words);
  });
});

describe('what is wrong', () => {
  it.each([
    [
      'services:\n  web:\n    image: a\n    prots: []\n',
      'compose.yaml:4 services.web.prots: is nothing that Compose knows here',
    ],
    [
      'services:\n  web:\n    image: a\n    restart: [x]\n',
      'compose.yaml:4 services.web.restart: must be text',
    ],
    [
      'services:\n  web:\n    image: a\n    ports: [a:b]\n',
      'compose.yaml:4 services.web.ports.0: "a:b" is no port such as "8080:80"',
    ],
    [
      'services:\n  web:\n    image: a\n    init: maybe\n',
      'compose.yaml:4 services.web.init: must be true or false',
    ],
    [
      'services:\n  web:\n    image: a\n  web:\n    image: b\n',
      'compose.yaml:4 services.web: is written twice',
    ],
    [
      'services:\n  web:\n    image: ${A:?choose one}\n',
      'compose.yaml:3 services.web.image: the variable A is required: choose one',
    ],
    ['services:\n  web:\n    command: x\n', 'compose.yaml:3 services.web: needs an image or a build'],
    [
      'services:\n  web: {image: a, depends_on: [db]}\n',
      'compose.yaml:2 services.web.depends_on.db: is no service of this project',
    ],
    [
      'services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a, depends_on: [a]}\n',
      'compose.yaml:2 services.a.depends_on: depends on itself, by way of others or at once',
    ],
    [
      'services:\n  a: {image: a, volumes: ["data:/x"]}\n',
      'compose.yaml:2 services.a.volumes.0: data is no volume of this project',
    ],
    [
      'services:\n  a: {image: a, env_file: no.env}\n',
      "compose.yaml:2 services.a.env_file.0: no.env is none of this service's files",
    ],
    [
      'services:\n  "a b": {image: a}\n',
      'compose.yaml:2 services.a b: may hold letters, digits, . _ and - only',
    ],
    ['x: *nope\nservices: {a: {image: b}}\n', 'compose.yaml:1 x: *nope names no anchor above it'],
    ['- a\n', 'compose.yaml:1 : must be a mapping, such as services: …'],
    ['services: {a: {image: !!js/function x}}\n', expect.stringMatching(/compose.yaml:1 /)],
  ])('is told with file, line and path: %j', (file, words) => {
    expect(told(file)[0]).toEqual(words);
  });

  it('is told of the file that it stands in, after a merge too', () => {
    const files = {
      'compose.yaml': 'services: {web: {image: a}}\n',
      'b.yaml': '\n\nservices:\n  web:\n    retsart: x\n',
    };
    expect(told(files, { composeFiles: ['compose.yaml', 'b.yaml'] })).toEqual([
      'b.yaml:5 services.web.retsart: is nothing that Compose knows here',
    ]);
    expect(told({ ...files, '.env': 'A="open' })).toEqual(['.env:1 : the closing " is missing']);
  });

  it('is only warned of where Compose warns', () => {
    const { problems, warnings } = load(
      'version: "3"\nservices: {a: {image: "x:$NOPE"}}\nx-any: {thing: 1}\n',
    );
    expect({ problems, warnings }).toMatchObject({
      problems: [],
      warnings: [{ message: 'NOPE is not set, so it is empty' }],
    });
  });
});

it('leaves out what no profile switches on', () => {
  const file = 'services:\n  a: {image: x}\n  b: {image: x, profiles: [debug]}\n';
  expect(Object.keys(sound(file).services)).toEqual(['a']);
  expect(Object.keys(sound(file, { profiles: ['debug'] }).services)).toEqual(['a', 'b']);
});

describe('the final file', () => {
  it('is read as the very same project again, whatever its texts hold', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'${}:#\'"\\\n\t -&*!|>%@`,[]?=0123e.xyN~') }),
      fc.constantFrom(
        'yes',
        'no',
        'off',
        '0440',
        '1_000',
        '2024-01-01',
        '1:30',
        '.5',
        '~',
        'null',
        '<<',
        '=',
        '\u2028',
        '\u0085',
        '\uFEFF',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z_]{1,6}$/), text),
        text,
        (environment, command) => {
          const project = {
            services: { web: { image: 'a', environment, command: [command], networks: { default: null } } },
            networks: { default: {} },
            volumes: {},
            configs: {},
            secrets: {},
          };
          const again = sound(finalText(project));
          expect(again.services.web?.command).toEqual([command]);
          expect(again.services.web?.environment ?? {}).toEqual(environment);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('hostile files', () => {
  const bombs: Readonly<Record<string, string>> = {
    laughs: `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`)}]`).join('\n')}`,
    brackets: `a: ${'['.repeat(100_000)}`,
    deep: Array.from({ length: 500 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    itself: 'a: &a\n  b: *a\n',
    merges: `a: &a {${Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`)}}\n${Array.from({ length: 100 }, (_, index) => `b${index}: {<<: [*a, *a, *a]}`).join('\n')}`,
  };
  it.each(Object.keys(bombs))('are a problem and no more: %s', (name) => {
    expect(load(`${bombs[name]}\n`).problems.length).toBeGreaterThan(0);
  });

  it('are refused by their size and number', () => {
    expect(told('#'.repeat(1_048_577))[0]).toContain('1048576 characters');
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`${index}.yaml`, '']));
    expect(told(many)[0]).toContain('64 files');
  });

  it('touch no prototype', () => {
    const { tree } = load('services: {__proto__: {image: x}, constructor: {image: y}}\n');
    expect(Object.getPrototypeOf(plainOf(tree))).toBeNull();
    expect(({} as Record<string, unknown>).image).toBeUndefined();
  });

  it('never throw, and name a line that exists', () => {
    const piece = fc.constantFrom(
      'services:',
      ' web:',
      '  image: a',
      '\n',
      '  ',
      '- ',
      '&a ',
      '*a',
      '<<: *a',
      '!reset ',
      '[',
      ']',
      '{',
      '}',
      '"',
      ': ',
      'ports: [80:80]',
      '${A',
      '#',
      '|\n',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
        (text) => {
          for (const { line, file } of load(text).problems)
            if (file === 'compose.yaml') expect(line).toBeLessThanOrEqual(text.split('\n').length);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
