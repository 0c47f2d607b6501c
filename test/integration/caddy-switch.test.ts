import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caddyFile, slotsFolder } from '#core/workload/proxy/caddy/service-file.ts';
import { routeOf } from '#core/workload/proxy/test-routes.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { killed } from '#test/support/child.ts';
import { startCaddy } from './caddy-alone.ts';
import { type NameServer, startNameServer } from './name-server.ts';
import { ask as askOf } from './routing-support.ts';

const serviceId = 'svc_1';
const proxy = { address: '127.53.0.4' };

/** What a version is sent that it never answers. */
const unanswered = 'think';

/** Answers each request by its own name and what it was sent. */
async function startPlace(name: string, address: string, port = 0): Promise<Server> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (body !== unanswered) response.end(`${name} ${request.method} ${body}`);
  });
  await once(server.listen(port, address), 'listening');
  return server;
}

describeOnLab('a request on its way when visitors are led to another version', () => {
  let folder: string;
  let names: NameServer;
  let caddy: ChildProcess;
  let old: Server;
  let next: Server;
  let port: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quayside-switch-'));
    mkdirSync(join(folder, 'slots'));
    names = await startNameServer('127.53.0.1');
    old = await startPlace('old', '127.53.0.2');
    port = (old.address() as AddressInfo).port;
    next = await startPlace('new', '127.53.0.3', port);
    names.set('svc-1-b', '127.53.0.3');
    const { http } = caddyFile({ serviceId, routes: [routeOf({ port })] });
    // what is tried again for a second shows as much as five would
    const routes = JSON.stringify(http.map(({ route }) => route)).replaceAll('"5s"', '"1s"');
    caddy = await startCaddy(folder, {
      routes: JSON.parse(routes.replaceAll(slotsFolder, join(folder, 'slots'))),
      address: proxy.address,
      nameServer: '127.53.0.1',
    });
  });
  afterEach(async () => {
    if (caddy) await killed(caddy);
    names?.close();
    for (const place of [old, next]) place?.closeAllConnections();
    for (const place of [old, next]) place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (method: string, body = '') => {
    const headers = { 'Content-Length': String(body.length) };
    const answer = await askOf(proxy, 'shop.example.com', '/', { method, body, headers });
    return `${answer.status} ${answer.body}`;
  };
  const switchOver = () => writeFileSync(join(folder, 'slots', serviceId), 'b\n');
  const endOld = async () => {
    old.closeAllConnections();
    await new Promise((resolve) => old.close(resolve));
  };

  it('is answered by the new one where the old one takes no connection', async () => {
    const asked = names.nextQuestion('svc-1-a');
    const waiting = [ask('GET'), ask('DELETE')];
    await asked;
    switchOver();
    await endOld();
    names.set('svc-1-a', '127.53.0.2');
    expect(await Promise.all(waiting)).toEqual(['200 new GET ', '200 new DELETE ']);
  });

  it('is answered by the new one where the old one has no address any more, with what it carries', async () => {
    const upload = 'x'.repeat(1_000_000);
    const asked = names.nextQuestion('svc-1-a');
    const waiting = [ask('GET'), ask('POST', 'an order'), ask('PUT', upload)];
    await asked;
    switchOver();
    names.set('svc-1-a', null);
    const answers = ['200 new GET ', '200 new POST an order', `200 new PUT ${upload}`];
    expect(await Promise.all(waiting)).toEqual(answers);
  });

  it('is not sent again where the old one may have seen it', async () => {
    names.set('svc-1-a', '127.53.0.2');
    const seen = once(old, 'request');
    const order = ask('POST', unanswered);
    await seen;
    switchOver();
    await endOld();
    expect(await order).toBe('502 ');
  });

  it('gets what Caddy says of a version that is gone where nobody was led elsewhere', async () => {
    names.set('svc-1-a', '127.53.0.2');
    await endOld();
    expect(await ask('GET')).toBe('502 ');
    switchOver();
    expect(await ask('GET')).toBe('200 new GET ');
  });
});
