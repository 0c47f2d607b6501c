import { once } from 'node:events';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startAcme, startServer } from '#test/lab/index.ts';
import { makeCertificate } from '#test/support/certificates.ts';
import { addService, deploy, type Ground, makeGround, specOf } from './deploy-support.ts';
import { ask } from './routing-support.ts';

describeOnLab('domains over TLS', () => {
  let server: LabServer;
  let ground: Ground;
  let serviceId: string;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    await loadCaddy(server);
    ground = await makeGround(server);
    serviceId = await addService(ground, 'web', specOf());
    await deploy(ground, serviceId);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const live = (domainId: string) =>
    expect.poll(async () => (await ground.client.domain.get({ domainId })).state, { timeout: 30_000 });

  it('are not live without a proxy, say so, and are once there is one', async () => {
    const { client, serverId } = ground;
    const { id } = await client.domain.create({
      serviceId,
      host: 'own.example.com',
      port: 8080,
      https: 'internal',
    });
    await live(id).toBe('failed');
    expect((await client.domain.get({ domainId: id })).reason).toContain('no proxy');
    await client.proxy.install({ serverId, type: 'caddy', image: caddyImage });
    await live(id).toBe('live');
    expect(await ask(server, 'own.example.com', '/a?b')).toMatchObject({
      status: 308,
      headers: { location: 'https://own.example.com/a?b' },
    });
    await expect
      .poll(() => overTls(server, 'own.example.com').catch(String))
      .toMatchObject({ status: 200, body: '1' });
    expect((await overTls(server, 'own.example.com')).issuer).toContain('Caddy Local Authority');
  });

  it('stay where another proxy is installed that does not run', async () => {
    const { client, serverId } = ground;
    const proxies = () =>
      server.docker(
        'ps',
        '--all',
        '--filter',
        'label=quayside.proxy',
        '--format',
        '{{.ID}} {{.Names}} {{.State}}',
      );
    const before = await proxies();
    const installed = client.proxy.install({ serverId, type: 'caddy', image: 'quayside-lab/app:1' });
    await expect(installed).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { stderr: expect.stringContaining('caddy') },
    });
    expect(await proxies()).toBe(before);
    await expect
      .poll(() => overTls(server, 'own.example.com').catch(String))
      .toMatchObject({ status: 200, body: '1' });
  });

  it('keep people out, and keep hostile values what they are', async () => {
    const { client } = ground;
    const value = '{env.PATH} {{ x }} "a" `b` \\{';
    const { id } = await client.domain.create({
      serviceId,
      host: 'closed.example.com',
      port: 8080,
      https: 'none',
      people: [{ name: 'ann {env.PATH}', password: 'it`s {{secret}}' }],
      headers: [{ name: 'X-Hostile', value }],
    });
    await live(id).toBe('live');
    const sign = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const asked = (text: string) => ask(server, 'closed.example.com', '/', { headers: sign(text) });
    expect((await ask(server, 'closed.example.com')).status).toBe(401);
    expect((await asked('ann {env.PATH}:wrong')).status).toBe(401);
    expect(await asked('ann {env.PATH}:it`s {{secret}}')).toMatchObject({
      status: 200,
      headers: { 'x-hostile': value },
    });
    await client.domain.delete({ domainId: id });
    await expect.poll(async () => (await ask(server, 'closed.example.com')).status).toBe(404);
  });

  it('shows what somebody changed by hand, refuses nonsense, and brings the version before back', async () => {
    const { client, serverId } = ground;
    const [file] = await client.proxyFile.list({ serverId });
    if (!file) throw new Error('no file');
    expect(file).toMatchObject({ serviceId, isAsStored: true });
    const write = (text: string) =>
      client.proxyFile.write({ serverId, file: file.name, text, before: file.text });
    await expect(write('{')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(
      write(file.text.replace('"handler": "subroute"', '"handler": "nonsense"')),
    ).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
    });
    expect(await overTls(server, 'own.example.com')).toMatchObject({ status: 200 });
    await write(file.text.replace('"try_interval": "100ms"', '"try_interval": "200ms"'));
    expect(await client.proxyFile.list({ serverId })).toMatchObject([
      { isAsStored: false, hasPrevious: true },
    ]);
    await client.proxyFile.undo({ serverId, file: file.name });
    expect(await client.proxyFile.list({ serverId })).toMatchObject([{ isAsStored: true, text: file.text }]);
  });

  it('wait for the next deployment where no proxy finds the version that runs, and say so', async () => {
    const { client } = ground;
    const name = (await server.docker('service', 'ls', '--format', '{{.Name}}')).trim();
    await server.docker('service', 'update', '--detach', '--label-rm', 'quayside.slot', name);
    const { id } = await client.domain.create({
      serviceId,
      host: 'old.example.com',
      port: 8080,
      https: 'none',
    });
    await live(id).toBe('waiting');
    expect((await client.domain.get({ domainId: id })).reason).toContain('Deploy the service again');
    await deploy(ground, serviceId);
    expect(await client.domain.get({ domainId: id })).toMatchObject({ state: 'live', reason: null });
    expect(await ask(server, 'old.example.com')).toMatchObject({ status: 200 });
    await client.domain.delete({ domainId: id });
  });

  it('show a certificate that was brought along, replaced in place, and gone with the last that shows it', async () => {
    const { client, organizationId } = ground;
    const authority = makeCertificate({ name: 'Root' });
    const names = 'DNS:own-pair.example.com,DNS:*.wild.example.com';
    const first = makeCertificate({ name: 'first', names, by: authority });
    const { id: certificateId } = await client.certificate.create({
      organizationId,
      name: 'Own',
      chain: authority.certificate + first.certificate,
      privateKey: first.key,
    });
    const shows = (host: string) =>
      client.domain.create({ serviceId, host, port: 8080, https: 'own', certificateId });
    const [{ id: domainId }, wild, plain] = [
      await shows('own-pair.example.com'),
      await shows('*.wild.example.com'),
      await client.domain.create({ serviceId, host: 'a.wild.example.com', port: 8080, https: 'internal' }),
    ];
    await live(domainId).toBe('live');
    const shown = async (host: string) => {
      const { status, subject, issuer } = await overTls(server, host, authority.certificate);
      return { status, subject, issuer };
    };
    await expect
      .poll(() => shown('own-pair.example.com').catch(String))
      .toEqual({
        ...{ status: 200, subject: 'first', issuer: 'Root' },
      });
    expect(await shown('b.wild.example.com')).toMatchObject({ subject: 'first' });
    await expect
      .poll(async () => (await overTls(server, 'a.wild.example.com').catch(() => undefined))?.issuer)
      .toContain('Caddy Local Authority');
    const files = () =>
      server.must(['sh', '-c', 'cd /var/lib/quayside/proxy/certificates && stat -c "%a %U %n" -- *']);
    const before = (await files()).trim().split('\n');
    expect(before).toEqual([
      expect.stringMatching(/^600 root .*\.key$/),
      expect.stringMatching(/^600 root .*\.pem$/),
    ]);
    const container = () => server.docker('inspect', '--format', '{{.State.StartedAt}}', 'quayside-proxy');
    const startedAt = await container();
    const second = makeCertificate({ name: 'second', names, by: authority });
    await client.certificate.replace({
      certificateId,
      chain: second.certificate + authority.certificate,
      privateKey: second.key,
    });
    await expect
      .poll(async () => (await shown('own-pair.example.com')).subject, { timeout: 30_000 })
      .toBe('second');
    await live(domainId).toBe('live');
    expect(await container()).toBe(startedAt);
    const after = (await files()).trim().split('\n');
    expect(after).toHaveLength(2);
    expect(after).not.toEqual(before);
    expect(JSON.stringify(await client.proxyFile.list({ serverId: ground.serverId }))).not.toContain(
      'PRIVATE KEY',
    );
    await expect(client.certificate.delete({ certificateId })).rejects.toMatchObject({ code: 'CONFLICT' });
    for (const id of [domainId, wild.id, plain.id]) await client.domain.delete({ domainId: id });
    await expect
      .poll(() => server.must(['ls', '/var/lib/quayside/proxy/certificates']), { timeout: 30_000 })
      .toBe('');
    await client.certificate.delete({ certificateId });
  });

  it('get a certificate of an ACME authority', async () => {
    const { client, serverId } = ground;
    await using acme = await startAcme(server);
    const { directory, roots } = acme;
    await client.proxy.install({
      serverId,
      type: 'caddy',
      image: caddyImage,
      email: 'ops@example.com',
      directory,
      roots,
    });
    const { id } = await client.domain.create({ serviceId, host: 'real.example.com', port: 8080 });
    await live(id).toBe('live');
    await expect
      .poll(async () => (await overTls(server, 'real.example.com').catch(() => undefined))?.issuer ?? '', {
        timeout: 60_000,
      })
      .toContain('Pebble');
    expect(await overTls(server, 'real.example.com')).toMatchObject({ status: 200, body: '1' });
    const { organizationId } = ground;
    const seen = await client.domain.lookAtCertificate({ domainId: id });
    expect(seen).toMatchObject({
      source: 'acme',
      problem: null,
      certificate: { hosts: ['real.example.com'] },
    });
    expect(seen.certificate?.issuer).toContain('Pebble');
    expect(await client.domain.certificates({ organizationId })).toEqual([seen]);
    const none = await client.domain.create({ serviceId, host: 'never.example.com', port: 8080 });
    await live(none.id).toBe('live');
    await server.must(['docker', 'stop', '--time', '0', 'quayside-proxy']);
    expect(await client.domain.lookAtCertificate({ domainId: none.id })).toMatchObject({
      certificate: null,
      problem: expect.stringContaining('Nothing answers at port 443'),
    });
    await server.must(['docker', 'start', 'quayside-proxy']);
    await client.domain.delete({ domainId: none.id });
    const folder = await server.docker(
      'inspect',
      '--format',
      '{{index .Config.Labels "quayside.proxy.folder"}}',
      'quayside-proxy',
    );
    const trusted = () => server.must(['cat', `${folder.trim()}/acme.json`]);
    const before = await trusted();
    await client.proxy.install({
      serverId,
      type: 'caddy',
      image: caddyImage,
      email: 'ops@example.com',
      directory,
    });
    expect(await trusted()).toEqual(before);
  });
});

/** Asks by a name that no DNS knows; which certificate it is given is part of the answer, and judged by the test. */
async function overTls(server: LabServer, host: string, authority?: string) {
  const sent = request({
    host: server.address,
    servername: host,
    headers: { Host: host },
    ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
    agent: false,
  });
  sent.end();
  const [response] = await once(sent, 'response');
  const { issuer, subject } = (response.socket as TLSSocket).getPeerCertificate();
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return {
    status: response.statusCode as number,
    body,
    subject: subject.CN,
    issuer: authority === undefined ? JSON.stringify(issuer) : issuer.CN,
  };
}
