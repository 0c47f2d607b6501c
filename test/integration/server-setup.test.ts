import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startServer } from '#test/lab/index.ts';
import { spawnNode } from '#test/support/child.ts';
import { clientOf, createTestCore } from '#test/support/create-test-core.ts';
import { type AddedServer, addServer, closeCores, entered } from './server-core.ts';

const collect = async (stream: AsyncIterable<{ lines: readonly { text: string }[] }>): Promise<string[]> => {
  const texts: string[] = [];
  for await (const { lines } of stream) texts.push(...lines.map(({ text }) => text));
  return texts;
};

describeOnLab('setting a server up', () => {
  let lab: LabServer;

  afterEach(async () => {
    await closeCores();
    await lab.stop();
  });

  const run = async ({ client, serverId }: AddedServer) => {
    const { id: setupId } = await client.setup.create({ serverId, proxy: 'none' });
    const log = await collect(await client.setup.log({ serverId, setupId, follow: true }));
    // the log ends when the set-up has ended
    return { setup: await client.setup.get({ serverId, setupId }), log };
  };

  test('takes a server from nothing to ready, and a second run changes nothing', async () => {
    lab = await startServer({ docker: 'absent' });
    const added = await addServer(lab);
    const { client, serverId } = added;
    const plan = await client.setup.plan({ serverId, proxy: 'none' });
    expect(plan.script).toContain('docker swarm init');
    expect(plan.steps.filter(({ needed }) => needed).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Docker', 'Swarm', 'Network of the proxy', 'Folders']),
    );

    const first = await run(added);
    expect(first.setup, first.log.join('\n')).toMatchObject({ state: 'succeeded', reason: null });
    expect(first.setup.steps.find(({ name }) => name === 'Docker')).toMatchObject({ state: 'done' });
    expect(first.log.join('\n')).toContain('Installing:');
    expect(await client.server.get({ serverId })).toMatchObject({ isReady: true });
    expect(await lab.docker('info', '--format', '{{.Swarm.LocalNodeState}}')).toBe('active');
    expect(await lab.docker('network', 'inspect', '--format', '{{.Driver}}', 'quayside-proxy')).toBe(
      'overlay',
    );

    const started = await lab.must(['systemctl', 'show', '-p', 'ActiveEnterTimestampMonotonic', 'docker']);
    const second = await run(added);
    expect(second.setup.steps.map(({ state }) => state)).toEqual(second.setup.steps.map(() => 'unchanged'));
    expect(await lab.must(['systemctl', 'show', '-p', 'ActiveEnterTimestampMonotonic', 'docker'])).toBe(
      started,
    );
    expect((await client.setup.list({ serverId })).map(({ id }) => id)).toEqual([
      second.setup.id,
      first.setup.id,
    ]);
    expect((await client.setup.plan({ serverId, proxy: 'none' })).steps.some(({ needed }) => needed)).toBe(
      false,
    );
    await lab.must(['sh', '-c', 'while ls /var/lib/quayside/jobs/* >/dev/null 2>&1; do sleep 0.1; done']);
  });

  test('installs the proxy that is chosen, adopts it the next time, and is ready where it cannot be had', async () => {
    lab = await startServer({ swarm: true });
    const { client, serverId } = await addServer(lab);
    const setUp = async (proxy: 'caddy' | 'traefik') => {
      const image = proxy === 'caddy' ? caddyImage : 'quayside-lab/nothing:1';
      const { id: setupId } = await client.setup.create({ serverId, proxy, proxyImage: image });
      const log = await collect(await client.setup.log({ serverId, setupId, follow: true }));
      const { state, steps } = await client.setup.get({ serverId, setupId });
      return { state, step: steps.at(-1), log: log.join('\n') };
    };
    const refused = await setUp('traefik');
    expect(refused, refused.log).toMatchObject({
      state: 'succeeded',
      step: { name: 'Proxy', state: 'failed' },
    });
    expect(refused.step?.detail).toContain('run the set-up again');
    expect(await client.server.get({ serverId })).toMatchObject({ isReady: true });
    const { steps } = await client.setup.plan({ serverId, proxy: 'caddy' });
    expect(steps.at(-1)).toEqual({ name: 'Proxy', needed: true, found: 'Not there' });
    await loadCaddy(lab);
    const made = await setUp('caddy');
    expect(made, made.log).toMatchObject({ state: 'succeeded', step: { state: 'done' } });
    expect(await client.proxy.get({ serverId })).toMatchObject({ type: 'caddy', isRunning: true });
    const startedAt = () => lab.docker('inspect', '--format', '{{.State.StartedAt}}', 'quayside-proxy');
    const before = await startedAt();
    expect(await setUp('traefik')).toMatchObject({
      state: 'succeeded',
      step: { state: 'unchanged', detail: `Caddy (${caddyImage})` },
    });
    expect(await startedAt()).toBe(before);
  });

  test('works for a user with sudo, who may use Docker without it afterwards', async () => {
    lab = await startServer({ docker: 'absent', user: 'deploy' });
    const added = await addServer(lab);
    const { setup, log } = await run(added);
    expect(setup, log.join('\n')).toMatchObject({ state: 'succeeded' });
    expect(await lab.must(['id', '-nG', 'deploy'])).toContain('docker');
    expect(await added.client.server.inventory({ serverId: added.serverId })).toEqual([]);
  });

  test('adopts a Swarm with what runs in it, restarting nothing', async () => {
    lab = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    await lab.docker('run', '-d', '--name', 'foreign', 'quayside-lab/app:1');
    const before = await lab.docker('inspect', '--format', '{{.State.StartedAt}}', 'foreign');
    const node = await lab.docker('info', '--format', '{{.Swarm.NodeID}}');
    const { setup, log } = await run(await addServer(lab));
    expect(setup, log.join('\n')).toMatchObject({ state: 'succeeded' });
    expect(setup.steps.find(({ name }) => name === 'Swarm')).toMatchObject({ state: 'unchanged' });
    expect(await lab.docker('info', '--format', '{{.Swarm.NodeID}}')).toBe(node);
    expect(await lab.docker('inspect', '--format', '{{.State.StartedAt}}', 'foreign')).toBe(before);
  });

  test('says what is missing to a user without any rights', async () => {
    lab = await startServer({ user: 'guest' });
    const { setup } = await run(await addServer(lab));
    expect(setup.state).toBe('failed');
    expect(setup.reason).toContain('needs root, or sudo without a password');
  });

  test('replaces no Docker that is too old, since what runs would be restarted', async () => {
    lab = await startServer({ docker: 'old' });
    const { setup } = await run(await addServer(lab));
    expect(setup.state).toBe('failed');
    expect(setup.reason).toContain('too old: 20.10 is needed');
  });

  test('refuses a second one at the same time, and can be cancelled', async () => {
    lab = await startServer({ docker: 'absent' });
    // apt waits for its lock for as long as somebody else holds it
    await lab.must([
      'sh',
      '-c',
      'for lock in /var/lib/dpkg/lock-frontend /var/lib/apt/lists/lock; do flock $lock sleep 600 >/dev/null 2>&1 & while flock --nonblock $lock true; do sleep 0.1; done; done',
    ]);
    const { client, serverId } = await addServer(lab);
    const { id: setupId } = await client.setup.create({ serverId, proxy: 'none' });
    await expect(client.setup.create({ serverId, proxy: 'none' })).rejects.toMatchObject({ code: 'BUSY' });
    for await (const { lines } of await client.setup.log({ serverId, setupId })) {
      if (lines.some(({ text }) => text.startsWith('Docker: running'))) break;
    }
    const cancelled = await client.setup.cancel({ serverId, setupId });
    expect(cancelled.state).toBe('cancelled');
    await expect(client.setup.cancel({ serverId, setupId })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('goes on while the connection is cut, and tells the rest afterwards', async () => {
    lab = await startServer({ docker: 'absent' });
    const { client, serverId } = await addServer(lab);
    const { id: setupId } = await client.setup.create({ serverId, proxy: 'none' });
    const all: string[] = [];
    let isCut = false;
    for await (const { lines } of await client.setup.log({ serverId, setupId })) {
      all.push(...lines.map(({ text }) => text));
      if (!isCut && all.some((text) => text.startsWith('Installing:'))) {
        isCut = true;
        await lab.cut('refused');
        await lab.must(['sh', '-c', 'until docker version >/dev/null 2>&1; do sleep 0.2; done']);
        await lab.heal();
      }
    }
    expect(isCut).toBe(true);
    const setup = await client.setup.get({ serverId, setupId });
    expect(setup, all.join('\n')).toMatchObject({ state: 'succeeded' });
    expect(all.filter((text) => text.startsWith('Installing:'))).toHaveLength(1);
  });

  test('is taken up again by the next start of an app that stopped in the middle', async () => {
    lab = await startServer({ docker: 'absent' });
    const { core, client, serverId, reopen } = await addServer(lab, { isKept: true });
    const { id: setupId } = await client.setup.create({ serverId, proxy: 'none' });
    for await (const { lines } of await client.setup.log({ serverId, setupId })) {
      if (lines.some(({ text }) => text.startsWith('Installing:'))) break;
    }
    await core.close();
    const next = await reopen();
    const log = await collect(await next.client.setup.log({ serverId, setupId }));
    const setup = await next.client.setup.get({ serverId, setupId });
    expect(setup, log.join('\n')).toMatchObject({ state: 'succeeded' });
    expect(log.filter((text) => text.startsWith('Installing:'))).toHaveLength(1);
  });

  test('is taken up again after the app was killed with -9', async () => {
    lab = await startServer({ docker: 'absent' });
    const folder = mkdtempSync(join(tmpdir(), 'quayside-kill-'));
    const script = fileURLToPath(new URL('./server-setup-host.ts', import.meta.url));
    const child = spawnNode(script, folder, JSON.stringify(entered(lab)));
    let [serverId, setupId] = ['', ''];
    for await (const line of createInterface({ input: child.stdout })) {
      const [verb, ...words] = line.split(' ');
      if (verb === 'ids') [serverId = '', setupId = ''] = words;
      if (words[0] === 'Installing:') child.kill('SIGKILL');
    }
    expect(setupId).toMatch(/^stp_/);
    const { core } = await createTestCore({ dataFolder: folder });
    const client = clientOf(core);
    const log = await collect(await client.setup.log({ serverId, setupId }));
    const setup = await client.setup.get({ serverId, setupId });
    expect(setup, log.join('\n')).toMatchObject({ state: 'succeeded' });
    expect(log.filter((text) => text.startsWith('Installing:'))).toHaveLength(1);
    expect(await client.server.get({ serverId })).toMatchObject({ isReady: true });
    await core.close();
    rmSync(folder, { recursive: true });
  });
});
