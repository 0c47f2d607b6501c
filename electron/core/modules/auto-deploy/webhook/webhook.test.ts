import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitProviderType } from '#shared/model/git-provider.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { addServer } from '#test/support/populate.ts';
import { readAll } from '#test/support/raw-http.ts';
import type { Core } from '../../../create-core.ts';
import { sql } from '../../../store/database.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let host: InProcessHost;
let serviceId: string;
let at: { hooksAt?: string; now?: () => number };

const specOf = (url: string) => ({
  source: { type: 'git' as const, url, ref: { type: 'branch' as const, name: 'main' } },
});

beforeEach(async () => {
  const made = await createOwnedCore();
  ({ core, client: owner, organizationId } = made);
  at = made.host as typeof at;
  host = await serveInProcess(core);
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  // an address that nobody answers at: a look ends at once, and says so
  const spec = specOf('https://127.0.0.1:9/acme/web.git');
  serviceId = (await owner.service.create({ environmentId, name: 'web', spec, serverId })).id;
});
afterEach(async () => {
  await host.close();
  await core.close();
});

type Headers = Readonly<Record<string, string>>;

const bodyOf = (text = randomUUID()) => JSON.stringify({ ref: 'refs/heads/main', text });
const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');

/** What each git server sends with a push, by what its makers publish. */
const pushes: Readonly<Record<GitProviderType, (secret: string, body: string, delivery: string) => Headers>> =
  {
    github: (secret, body, delivery) => ({
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': 'push',
      'x-github-delivery': delivery,
      'x-hub-signature': 'sha1=0',
      'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
    }),
    gitlab: (secret, _body, delivery) => ({
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-token': secret,
      'x-gitlab-event-uuid': randomUUID(),
      'idempotency-key': delivery,
    }),
    gitea: (secret, body, delivery) => ({
      'x-gitea-event': 'push',
      'x-gitea-delivery': delivery,
      'x-gitea-signature': hmac(secret, body),
      'x-github-event': 'push',
    }),
    bitbucket: (secret, body, delivery) => ({
      'x-event-key': 'repo:push',
      'x-request-uuid': delivery,
      'x-hub-signature': `sha256=${hmac(secret, body)}`,
    }),
  };

const send = async (path: string, headers: Headers, body: string): Promise<Response> =>
  fetch(`${host.url}${path}`, { method: 'POST', headers: { connection: 'close', ...headers }, body });

const make = async (type: GitProviderType) => {
  const { webhook, secret } = await owner.autoDeploy.createWebhook({ serviceId, type });
  return { path: webhook.path, secret };
};

const push = (
  type: GitProviderType,
  made: { path: string; secret: string },
  body = bodyOf(),
  id = randomUUID(),
) => send(made.path, pushes[type](made.secret, body, id), body);

const deliveries = async () => {
  await core.services.autoDeploys.webhooks.settled();
  return (await owner.autoDeploy.get({ serviceId })).webhook?.deliveries ?? [];
};

describe.each(['github', 'gitlab', 'gitea', 'bitbucket'] as const)('a webhook of %s', (type) => {
  it('has the branch looked at by a push that its secret signed, once for each delivery', async () => {
    await owner.autoDeploy.set({ serviceId, isOn: true });
    const made = await make(type);
    const [body, delivery] = [bodyOf(), randomUUID()];
    expect((await push(type, made, body, delivery)).status).toBe(202);
    expect(await deliveries()).toMatchObject([
      { event: expect.stringMatching(/push/i), result: expect.stringMatching(/^Not deployed: .*branch/) },
    ]);
    expect((await push(type, made, body, delivery)).status).toBe(202);
    expect((await push(type, made, bodyOf(), delivery)).status).toBe(202);
    expect(await deliveries()).toHaveLength(1);
    expect((await push(type, made)).status).toBe(202);
    expect(await deliveries()).toHaveLength(2);
  });

  it('takes nothing that another secret signed, and answers as if there were no such webhook', async () => {
    const { path, secret } = await make(type);
    const body = bodyOf();
    const answers = await Promise.all([
      push(type, { path, secret: `${secret}x` }, body),
      push(type, { path: '/hooks/none', secret }, body),
      push(type, { path: `${path}/more`, secret }, body),
      send(path, {}, body),
      send(path, { ...pushes[type](secret, body, 'one'), ...pushes[type]('', body, 'one') }, body),
    ]);
    const told = await Promise.all(answers.map(async (each) => [each.status, await each.text()]));
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]?.[0]).toBe(401);
    expect((await owner.autoDeploy.get({ serviceId })).webhook).toMatchObject({
      deliveries: [],
      refusedAt: expect.any(String),
    });
  });
});

describe('a signed body', () => {
  it.each(['github', 'gitea', 'bitbucket'] as const)('of %s cannot be changed', async (type) => {
    const made = await make(type);
    const body = bodyOf();
    expect((await send(made.path, pushes[type](made.secret, body, 'one'), `${body} `)).status).toBe(401);
    expect((await send(made.path, pushes[type](made.secret, body, 'one'), body)).status).toBe(202);
  });

  it.each(['github', 'gitea', 'bitbucket'] as const)(
    'of %s is taken no second time by another number',
    async (type) => {
      const made = await make(type);
      const body = bodyOf();
      await push(type, made, body);
      await push(type, made, body);
      expect(await deliveries()).toHaveLength(1);
    },
  );

  it('is not read: what is no JSON counts as well', async () => {
    const made = await make('github');
    expect((await push('github', made, '\u0000[[[[')).status).toBe(202);
    expect(await deliveries()).toHaveLength(1);
  });
});

describe('what is sent to a webhook', () => {
  it('is left alone where it is no push, and where the service is not deployed by itself', async () => {
    const made = await make('github');
    const event = (name: string, body: string) =>
      send(made.path, { ...pushes.github(made.secret, body, randomUUID()), 'x-github-event': name }, body);
    await event('issues\u00ff', bodyOf());
    await event('ping', bodyOf());
    await push('github', made);
    expect(await deliveries()).toMatchObject([
      { event: 'push', result: 'Not looked at: the service does not deploy when its branch moves.' },
      { event: 'ping', result: 'A test: it came through.' },
      { event: 'issues', result: 'Left alone: it is no push.' },
    ]);
  });

  it('is answered 413 beyond a mebibyte, said before or found on the way', async () => {
    const { path } = await make('github');
    const socket = connect(host.port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 1048577\r\n\r\n`);
    expect(await readAll(socket)).toContain(' 413 ');
    const chunked = connect(host.port, '127.0.0.1');
    chunked.write(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    chunked.write(`110000\r\n${'x'.repeat(0x110000)}\r\n`);
    expect(await readAll(chunked)).toContain(' 413 ');
  });

  it('is cut off where its body comes too slowly, and where its end never comes', async () => {
    const { path } = await make('github');
    await host.close();
    host = await serveInProcess(core, { headersMs: 400 });
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 100\r\n\r\n`;
    const socket = connect({ port: host.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write(`${head}{`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const drip = setInterval(() => socket.write('x'), 50);
    await closed;
    clearInterval(drip);
    expect(await deliveries()).toEqual([]);
  });

  it('is refused by another method, another origin and another name', async () => {
    const made = await make('github');
    const body = bodyOf();
    expect((await fetch(`${host.url}${made.path}`)).status).toBe(405);
    const headers = pushes.github(made.secret, body, 'one');
    expect((await send(made.path, { ...headers, origin: 'https://evil.example' }, body)).status).toBe(403);
    const named = async (name: string, path: string): Promise<string> => {
      const socket = connect(host.port, '127.0.0.1');
      const told = Object.entries(headers).map(([header, value]) => `${header}: ${value}\r\n`);
      const head = `POST ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n`;
      socket.end(`${head}Content-Length: ${body.length}\r\n${told.join('')}\r\n${body}`);
      return (await readAll(socket)).slice(9, 12);
    };
    expect(await named('hooks.example.com', made.path)).toBe('421');
    await host.close();
    at.hooksAt = 'https://hooks.example.com';
    host = await serveInProcess(core);
    expect(await named('hooks.example.com', made.path)).toBe('202');
    expect(await named('hooks.example.com', '/api/v1/session')).toBe('421');
  });

  it('is slowed down once it is signed, so that nobody has the git server asked without end', async () => {
    const made = await make('github');
    // no time passes, in which it would be let go on
    const stopped = Date.now();
    at.now = () => stopped;
    const turns = Array.from({ length: 32 }, () => {
      const body = bodyOf();
      const headers = pushes.github(made.secret, body, randomUUID());
      const coming = core.services.autoDeploys.webhooks.begin(made.path.slice('/hooks/'.length), headers);
      coming.update(Buffer.from(body));
      return coming.end();
    });
    expect(turns).toEqual([...Array.from({ length: 30 }, () => 'taken'), 'too-many', 'too-many']);
    expect((await push('github', made)).status).toBe(429);
  });

  it('is kept to the newest two hundred', async () => {
    await make('github');
    const { store } = core.services;
    const id = store.database.first(sql.selectFrom('webhook').select('id'))?.id ?? '';
    const { keepDelivery } = await import('./rows.ts');
    const keep = (number: number) =>
      store.write((tx) =>
        keepDelivery(tx, {
          webhookId: id,
          delivery: `${number}`,
          digest: `d${number}`,
          event: 'push',
          result: '',
        }),
      );
    for (let number = 0; number < 230; number += 1) keep(number);
    const kept = store.database.all(sql.selectFrom('webhook_delivery').select('delivery'));
    expect(kept).toHaveLength(200);
    expect(kept.at(0)?.delivery).toBe('30');
    expect(keep(229)).toBeUndefined();
  });
});

describe('the secret of a webhook', () => {
  it('is told once, sealed, and never again', async () => {
    const { secret } = await make('gitlab');
    const rotated = await owner.autoDeploy.rotateWebhook({ serviceId });
    expect(rotated.secret).not.toBe(secret);
    const { database } = core.services.store;
    const kept = JSON.stringify([
      await owner.autoDeploy.get({ serviceId }),
      await owner.audit.list({ organizationId }),
      database
        .all(sql.selectFrom('webhook').selectAll())
        .map((row) => ({ ...row, secret: Buffer.from(row.secret).toString('latin1') })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).toContain('autoDeploy.rotateWebhook');
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(rotated.secret);
  });

  it('opens nothing after another one was given, nor after the webhook was deleted', async () => {
    const made = await make('github');
    const rotated = await owner.autoDeploy.rotateWebhook({ serviceId });
    expect((await push('github', made)).status).toBe(401);
    expect((await push('github', { ...made, secret: rotated.secret })).status).toBe(202);
    await owner.autoDeploy.deleteWebhook({ serviceId });
    expect((await push('github', { ...made, secret: rotated.secret })).status).toBe(401);
    expect((await owner.autoDeploy.get({ serviceId })).webhook).toBeNull();
  });

  it('that was changed while a body came in signs it no more', async () => {
    const { path, secret } = await make('github');
    const body = bodyOf();
    const { webhooks } = core.services.autoDeploys;
    const coming = webhooks.begin(path.slice('/hooks/'.length), pushes.github(secret, body, 'one'));
    coming.update(Buffer.from(body));
    await owner.autoDeploy.rotateWebhook({ serviceId });
    expect(coming.end()).toBe('refused');
  });
});

describe('making a webhook', () => {
  it('takes whose way to sign it is from the address, and asks where that does not tell', async () => {
    await expect(owner.autoDeploy.createWebhook({ serviceId })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'type' }] },
    });
    await owner.service.configure({ serviceId, spec: specOf('https://github.com/acme/web.git') });
    const { webhook } = await owner.autoDeploy.createWebhook({ serviceId });
    expect(webhook).toMatchObject({ type: 'github', url: null, deliveries: [], refusedAt: null });
    expect(await codeOf(owner.autoDeploy.createWebhook({ serviceId }))).toBe('CONFLICT');
  });

  it('goes with its service', async () => {
    await make('github');
    await owner.service.delete({ serviceId, typedName: 'web' });
    expect(core.services.store.database.all(sql.selectFrom('webhook').select('id'))).toEqual([]);
  });

  it('is for those who may deploy the service', async () => {
    const account = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const vera = clientOf(core, account);
    expect(await codeOf(vera.autoDeploy.createWebhook({ serviceId, type: 'github' }))).toBe('FORBIDDEN');
    expect((await vera.autoDeploy.get({ serviceId })).webhook).toBeNull();
  });

  it('is refused on a desktop, which nobody can reach', async () => {
    const { core: desk, client } = await createOwnedCore({ kind: 'desktop' });
    const [organization] = await client.organization.list();
    const { id: projectId } = await client.project.create({
      organizationId: organization?.id ?? '',
      name: 'shop',
    });
    const environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
    const { id } = await client.service.create({ environmentId, name: 'web' });
    expect(await codeOf(client.autoDeploy.createWebhook({ serviceId: id, type: 'github' }))).toBe('CONFLICT');
    expect(await client.autoDeploy.get({ serviceId: id })).toMatchObject({ takesWebhooks: false });
    await desk.close();
  });
});

describe('trying a webhook', () => {
  it('goes out and comes in by the public address', async () => {
    for (const type of ['github', 'gitlab', 'gitea', 'bitbucket'] as const) {
      at.hooksAt = host.url;
      await make(type);
      expect(await owner.autoDeploy.testWebhook({ serviceId })).toMatchObject({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/hooks\/[\w-]{24}$/),
      });
      expect(await deliveries()).toMatchObject([{ result: 'A test: it came through.' }]);
      await owner.autoDeploy.deleteWebhook({ serviceId });
    }
  });

  it('says what to look at where it does not come through, or has nowhere to go', async () => {
    expect(await codeOf(owner.autoDeploy.testWebhook({ serviceId }))).toBe('CONFLICT');
    await make('github');
    expect(await codeOf(owner.autoDeploy.testWebhook({ serviceId }))).toBe('CONFLICT');
    at.hooksAt = `${host.url}/elsewhere`;
    await expect(owner.autoDeploy.testWebhook({ serviceId })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: {
        stderr: expect.stringContaining('status 405'),
        cure: expect.stringContaining('pass POST /hooks/'),
      },
    });
    at.hooksAt = 'http://127.0.0.1:9';
    await expect(owner.autoDeploy.testWebhook({ serviceId })).rejects.toMatchObject({
      data: { stderr: 'It could not be reached.' },
    });
  });
});
