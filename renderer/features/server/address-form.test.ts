import { describe, expect, it } from 'vitest';
import { checkServerForm, emptyServer, type ServerForm } from './address-form.ts';

const check = (change: Partial<ServerForm>) => {
  const problems: Record<string, string> = {};
  const sent = checkServerForm(
    {
      ...emptyServer,
      name: 'web-1',
      host: 'web-1.example.com',
      auth: { ...emptyServer.auth, path: '~/.ssh/id' },
      ...change,
    },
    (field, { message }) => {
      problems[field] = message ?? '';
    },
  );
  return { sent, problems };
};

describe('the address of a server', () => {
  it('is sent as typed, trimmed', () => {
    expect(check({ host: ' web-1.example.com ', port: ' 2222 ' }).sent).toEqual({
      name: 'web-1',
      host: 'web-1.example.com',
      port: 2_222,
      user: 'root',
      auth: { type: 'key-file', path: '~/.ssh/id' },
    });
  });

  it('names a jump host only where one is chosen', () => {
    expect(check({ jumpServerId: 'srv_1' }).sent).toMatchObject({ jumpServerId: 'srv_1' });
    expect(check({}).sent).not.toHaveProperty('jumpServerId');
  });

  it.each<[string, Partial<ServerForm>]>([
    ['host', { host: '-oProxyCommand=evil' }],
    ['host', { host: '' }],
    ['port', { port: '0' }],
    ['port', { port: 'ssh' }],
    ['user', { user: 'ro ot' }],
    ['name', { name: 'a/b' }],
    ['auth.path', { auth: { ...emptyServer.auth, path: 'relative' } }],
    ['auth.password', { auth: { ...emptyServer.auth, type: 'password' } }],
  ])('is refused at the field %s', (field, change) => {
    const { sent, problems } = check(change);
    expect(sent).toBeUndefined();
    expect(Object.keys(problems)).toEqual([field]);
  });

  it('sends only what the chosen way to sign in needs', () => {
    const all = {
      path: '~/k',
      socket: '/s',
      privateKey: 'KEY',
      passphrase: '',
      password: 'pw',
      sshKeyId: 'k',
    };
    const auth = (type: ServerForm['auth']['type']) => check({ auth: { ...all, type } }).sent?.auth;
    expect(auth('agent')).toEqual({ type: 'agent', socket: '/s' });
    expect(auth('key')).toEqual({ type: 'key', privateKey: 'KEY\n' });
    expect(auth('password')).toEqual({ type: 'password', password: 'pw', sshKeyId: 'k' });
    expect(auth('ssh-key')).toEqual({ type: 'ssh-key', sshKeyId: 'k' });
  });
});
