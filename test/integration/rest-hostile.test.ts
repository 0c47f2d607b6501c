import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { readAll, sendRaw } from '#test/support/raw-http.ts';
import { newDataFolder, removeFolder, type SpawnedHost, spawnHost } from '#test/support/spawn-host.ts';

const dataFolder = newDataFolder();
let host: SpawnedHost;
beforeAll(async () => {
  host = await spawnHost(dataFolder);
});
afterAll(async () => {
  await host.end();
  removeFolder(dataFolder);
});

const head = (parts: {
  method?: string;
  target?: string;
  host?: string | null;
  token?: string | null;
  more?: string[];
}): string[] => [
  `${parts.method ?? 'GET'} ${parts.target ?? '/api/v1/session'} HTTP/1.1`,
  ...(parts.host === null ? [] : [`Host: ${parts.host ?? `127.0.0.1:${host.port}`}`]),
  ...(parts.token === null ? [] : [`Authorization: Bearer ${parts.token ?? host.token}`]),
  'Connection: close',
  ...(parts.more ?? []),
];
const ask = (parts: Parameters<typeof head>[0], body = '') => sendRaw(host.port, head(parts), body);
const json = (body: string, method = 'POST', target = '/api/v1/organizations') =>
  ask(
    {
      method,
      target,
      more: ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`],
    },
    body,
  );

describe('request targets', () => {
  it.each([
    '//evil.example/api/v1/session',
    '/\\evil.example/api/v1/session',
    'http://evil.example/api/v1/session',
    '/api/v1/../v1/session',
    '/api/v1/%2e%2e/v1/session',
    '/assets/../../package.json',
    '*',
  ])('refuses %s', async (target) => {
    const answer = await ask({ target });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('olive@example.com');
  });

  it('serves no file outside the renderer, however it is asked for', async () => {
    for (const target of [
      '/package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e%2fpackage.json',
      '/main.js.map',
    ]) {
      const answer = await ask({ target });
      expect([400, 404]).toContain(answer.status);
      expect(answer.body).not.toContain('devDependencies');
    }
  });
});

describe('the name of the host', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('may be %s with the port', async (name) => {
    expect((await ask({ host: `${name}:${host.port}` })).status).toBe(200);
  });

  it.each(['evil.example', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example', ''])(
    'may not be “%s”',
    async (name) => {
      expect((await ask({ host: name })).status).toBe(421);
    },
  );

  it('must be there once', async () => {
    expect((await ask({ host: null })).status).toBe(421);
    const second = await ask({ more: [`Host: 127.0.0.1:${host.port}`] });
    expect([400, 421]).toContain(second.status);
  });
});

describe('the origin', () => {
  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1'])(
    'may not be %s',
    async (origin) => {
      expect((await ask({ more: [`Origin: ${origin}`] })).status).toBe(403);
    },
  );

  it('may be this host itself, and no other site may fetch without one', async () => {
    expect((await ask({ more: [`Origin: http://127.0.0.1:${host.port}`] })).status).toBe(200);
    const crossSite = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'];
    expect((await ask({ more: crossSite })).status).toBe(403);
  });

  it('is never allowed by CORS', async () => {
    const answer = await ask({ method: 'OPTIONS', more: ['Origin: http://evil.example'] });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the token', () => {
  it('must be there and be the right one', async () => {
    for (const token of ['wrong', 'qss_wrong', 'qs_wrong', `${host.token}x`, host.token.slice(1), '']) {
      const answer = await ask({ token });
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    }
  });

  it('is not taken from a query', async () => {
    const answer = await ask({ token: null, target: `/api/v1/organizations?token=${host.token}` });
    expect(answer.status).toBe(401);
  });

  it('is not needed to be told that nobody is signed in, and that is all that is told', async () => {
    const answer = await ask({ token: null });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ state: 'signed-out', organizations: [], places: {} });
    expect(answer.body).not.toContain('olive@example.com');
  });

  it('is asked for on every operation before anything else is told', async () => {
    for (const target of ['/api/v1/projects/prj_1', '/api/v1/nonsense', '/api/v1/organizations']) {
      expect((await ask({ token: null, target })).status).toBe(401);
    }
  });
});

describe('bodies', () => {
  it('must be JSON objects', async () => {
    expect((await json('{"name":')).status).toBe(400);
    expect((await json('[]')).status).toBe(400);
    expect((await json('"text"')).status).toBe(400);
    expect((await json('{"name":"\ud83d"}')).status).toBeLessThan(500);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('must not be %s', async (type) => {
    const body = '{"name":"x"}';
    const more = [`Content-Type: ${type}`, `Content-Length: ${body.length}`];
    const answer = await ask({ method: 'POST', target: '/api/v1/organizations', more }, body);
    expect(answer.status).toBe(415);
  });

  it('must have a content type and no compression', async () => {
    const body = '{"name":"x"}';
    const untyped = await ask(
      { method: 'POST', target: '/api/v1/organizations', more: [`Content-Length: ${body.length}`] },
      body,
    );
    expect(untyped.status).toBe(415);
    const more = [
      'Content-Type: application/json',
      'Content-Encoding: gzip',
      `Content-Length: ${body.length}`,
    ];
    expect((await ask({ method: 'POST', target: '/api/v1/organizations', more }, body)).status).toBe(415);
  });

  it('are refused by their announced length before they are read', async () => {
    const more = ['Content-Type: application/json', `Content-Length: ${5 * 1024 * 1024}`];
    const answer = await ask({ method: 'POST', target: '/api/v1/organizations', more });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'LIMIT' });
  });

  it('are refused once a body without a length grows too long', async () => {
    const more = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const socket = connect(host.port, '127.0.0.1');
    const answer = readAll(socket);
    socket.on('error', () => socket.destroy());
    socket.write(`${head({ method: 'POST', target: '/api/v1/organizations', more }).join('\r\n')}\r\n\r\n`);
    const megabyte = `100000\r\n${'x'.repeat(1_048_576)}\r\n`;
    for (let sent = 0; sent < 6 && socket.writable; sent += 1) socket.write(megabyte);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 |^$/);
    const other = await ask({});
    expect(other.status).toBe(200);
  });

  it('do not smuggle a second request', async () => {
    const more = ['Content-Length: 4', 'Transfer-Encoding: chunked'];
    expect((await ask({ method: 'POST', more }, '0\r\n\r\nGET / HTTP/1.1\r\n\r\n')).status).toBe(400);
  });
});

describe('methods and paths', () => {
  it('answer 404 and 405 as problems', async () => {
    const unknown = await ask({ target: '/api/v1/nonsense' });
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.body)).toMatchObject({
      code: 'NOT_FOUND',
      type: 'urn:quayside:problem:NOT_FOUND',
    });
    const wrong = await ask({ method: 'DELETE', target: '/api/v1/session' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('GET');
    expect(wrong.headers['content-type']).toBe('application/problem+json');
    const headOnly = await ask({ method: 'HEAD' });
    expect([headOnly.status, headOnly.body]).toEqual([405, '']);
    expect((await ask({ target: '/api/v2/session' })).status).toBe(404);
    expect((await ask({ method: 'CONNECT', target: 'evil.example:443' })).status).toBe(405);
  });

  it('send the security headers with whatever they answer', async () => {
    for (const target of ['/healthz', '/api/v1/session', '/api/v1/nonsense', '/nonsense.js']) {
      const { headers } = await ask({ target });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

describe('a WebSocket', () => {
  const refused = (parts: { origin?: string; protocols: string[]; path?: string; host?: string }) =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}${parts.path ?? '/rpc'}`, parts.protocols, {
        ...(parts.origin ? { origin: parts.origin } : {}),
        headers: parts.host ? { host: parts.host } : {},
      });
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.once('open', () => resolve(101));
      socket.once('error', reject);
    });
  const own = () => `http://127.0.0.1:${host.port}`;
  const protocols = (token = host.token) => ['quayside', `token.${token}`];

  it('opens for our own page with the token, and for nobody else', async () => {
    expect(await refused({ origin: own(), protocols: protocols() })).toBe(101);
    expect(await refused({ origin: 'http://evil.example', protocols: protocols() })).toBe(403);
    expect(await refused({ protocols: protocols() })).toBe(403);
    expect(await refused({ origin: own(), protocols: protocols('wrong') })).toBe(401);
    expect(await refused({ origin: own(), protocols: ['quayside', 'other'] })).toBe(401);
    expect(await refused({ origin: own(), protocols: [`token.${host.token}`] })).toBe(401);
    expect(await refused({ origin: own(), protocols: protocols(), path: '/other' })).toBe(404);
    expect(await refused({ origin: own(), protocols: protocols(), host: 'evil.example' })).toBe(421);
  });

  it('is closed when it sends more than a message may hold, and harms no other', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, protocols(), { origin: own() });
    await once(socket, 'open');
    expect(socket.protocol).toBe('quayside');
    socket.send(Buffer.alloc(5 * 1024 * 1024));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
    expect((await ask({})).status).toBe(200);
  });

  it('survives nonsense', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, protocols(), { origin: own() });
    await once(socket, 'open');
    for (const text of ['', 'x', '{}', '[]', '{"i":1,"t":1,"p":{"u":"http://x//"}}', '\0']) socket.send(text);
    socket.close();
    await once(socket, 'close');
    expect((await ask({})).status).toBe(200);
  });
});

describe('a slow client', () => {
  it('that never finishes its headers is cut off', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: 127');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});
