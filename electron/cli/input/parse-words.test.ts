import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { parseWords, requireCommand } from './parse-words.ts';
import { readValues } from './read-values.ts';

const files: Record<string, string> = {
  'spec.json': '{"replicas":2}',
  key: 'PRIVATE\n',
  '-': 'from stdin\n',
};
const warnings: string[] = [];
const io = {
  read: (path: string) => files[path] ?? '',
  err: (text: string) => void warnings.push(text),
};
const input = (...argv: string[]) => readValues(parseWords(argv).values, io);
const usage = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) {
      expect(error.exitCode).toBe(2);
      return error.message;
    }
    throw error;
  }
  throw new Error('it did not fail');
};

describe('a command line', () => {
  it('names its target by position or by flag', () => {
    const expected = { organizationId: 'acme', name: 'Shop' };
    expect(input('project', 'create', '--organization', 'acme', '--name', 'Shop')).toEqual(expected);
    expect(input('project', 'create', 'acme', 'Shop')).toEqual(expected);
    expect(input('project', 'create', '--organization-id=acme', '--name=Shop')).toEqual(expected);
  });

  it('reads numbers, flags, lists and parts of objects', () => {
    expect(
      input(
        ...['service', 'create', 'acme/shop/production', '--name', 'web', '--spec.source.type', 'image'],
        ...['--spec.source.image', 'nginx:1.27', '--spec.replicas', '3', '--spec.command', 'sh'],
        ...['--spec.command', '-c', '--spec.ports', '{"containerPort":80}'],
      ),
    ).toEqual({
      environmentId: 'acme/shop/production',
      name: 'web',
      spec: {
        source: { type: 'image', image: 'nginx:1.27' },
        replicas: 3,
        command: ['sh', '-c'],
        ports: [{ containerPort: 80 }],
      },
    });
    expect(input('service', 'logs', 'p', '--tail', '5', '--no-follow')).toMatchObject({
      tail: 5,
      follow: false,
    });
    expect(input('service', 'logs', 'p', '--follow')).toMatchObject({ follow: true });
    expect(input('environment', 'create', 'p', 'e', '--protected')).toMatchObject({ isProtected: true });
    expect(input('server', 'update', 'acme/a', '--jump-server', 'null')).toMatchObject({
      jumpServerId: null,
    });
  });

  it('takes JSON from a file or standard input, and lets single parts go before it', () => {
    expect(input('service', 'configure', 'p', '--spec.replicas', '5', '--spec', '@spec.json')).toEqual({
      serviceId: 'p',
      spec: { replicas: 5 },
    });
    files['-'] = '{"replicas":9}';
    expect(input('service', 'configure', 'p', '--spec', '-')).toMatchObject({ spec: { replicas: 9 } });
  });

  it('takes text from files, and warns of secrets in the process list', () => {
    warnings.length = 0;
    const args = [
      'server',
      'create',
      '--organization',
      'acme',
      '--name',
      'a',
      '--host',
      'h',
      '--auth.type',
      'key',
    ];
    expect(input(...args, '--auth.private-key', '@key')).toMatchObject({
      auth: { type: 'key', privateKey: 'PRIVATE\n' },
    });
    expect(warnings).toEqual([]);
    expect(input(...args, '--auth.passphrase', 'hunter2')).toMatchObject({ auth: { passphrase: 'hunter2' } });
    expect(warnings.join()).toMatch(/process list/);
    expect(warnings.join()).not.toContain('hunter2');
    expect(input('project', 'create', 'acme', '@@home')).toMatchObject({ name: '@home' });
  });

  it('takes everything after -- as words', () => {
    expect(input('project', 'create', 'acme', '--', '--json')).toMatchObject({ name: '--json' });
  });

  it('is refused with what is near', () => {
    expect(usage(() => requireCommand(parseWords(['servce', 'list'])))).toContain('did you mean “service”?');
    expect(usage(() => requireCommand(parseWords(['service', 'lits'])))).toContain('did you mean “list”?');
    expect(usage(() => requireCommand(parseWords(['service'])))).toContain('needs a verb');
    expect(usage(() => parseWords(['service', 'get', 'p', '--jsno']))).toContain('did you mean “json”?');
    expect(usage(() => parseWords(['service', 'get', 'p', '--url']))).toContain('needs a value');
    expect(usage(() => parseWords(['service', 'configure', 'p', '--spec.nothing', '1']))).toContain(
      'not known',
    );
    expect(usage(() => requireCommand(parseWords(['service', 'get', 'a', 'b'])))).toContain(
      'one word too many',
    );
    expect(
      usage(() =>
        requireCommand(parseWords(['organization', 'update-policy', 'a', '--allows-transfer', 'no'])),
      ),
    ).toMatch(/too many for `quayside organization update-policy`\.$/);
    expect(
      usage(() =>
        requireCommand(parseWords(['organization', 'update-policy', 'a', '--allows-transfer', 'false'])),
      ),
    ).toContain('Write --allows-transfer for yes and --no-allows-transfer for no.');
    expect(usage(() => input('service', 'scale', 'p', 'many'))).toContain('must be a number');
    expect(usage(() => input('service', 'logs', 'p', '--follow=maybe'))).toContain('true or false');
    expect(usage(() => input('service', 'configure', 'p', '--spec', '{'))).toContain('not JSON');
    expect(usage(() => parseWords(['service', 'get', 'p', '-x']))).toContain('-x');
  });
});
