import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Deployment } from '#shared/contract/deployment.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { sendFolder } from '../../electron/cli/folder/send.ts';
import type { HostClient } from '../../electron/cli/host/client.ts';
import {
  addService,
  askReplica,
  deploy,
  endServices,
  type Ground,
  logText,
  makeGround,
  specOf,
  untilEnd,
} from './deploy-support.ts';

describeOnLab('deploying a folder of a laptop', () => {
  let server: LabServer;
  let ground: Ground;
  let serviceId: string;
  let first: Deployment;
  const folder = mkdtempSync(join(tmpdir(), 'quayside-folder-'));

  /** The command line's own way, without its process. */
  const host = {
    call: (name: string, input: unknown) => {
      const [noun = '', verb = ''] = name.split('.');
      const operations = ground.client as unknown as Record<
        string,
        Record<string, (input: unknown) => unknown>
      >;
      return operations[noun]?.[verb]?.(input);
    },
  } as unknown as HostClient;
  const send = () => sendFolder(host, { serviceId, folder }, { signal: new AbortController().signal });
  const put = (path: string, text: string) => writeFileSync(join(folder, path), text);

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    ground = await makeGround(server);
    serviceId = await addService(
      ground,
      'web',
      specOf({ source: { type: 'folder', directory: '', dockerfile: 'Dockerfile' } }),
    );
    mkdirSync(join(folder, 'bin'));
    put(
      'Dockerfile',
      'FROM quayside-lab/app:1\nCOPY . /sent\nRUN /sent/bin/run >/www/said && cat /sent/link >>/www/said\n',
    );
    put('bin/run', '#!/bin/sh\necho executed\n');
    chmodSync(join(folder, 'bin/run'), 0o755);
    put('words', 'by a link\n');
    symlinkSync('words', join(folder, 'link'));
    put('.dockerignore', 'left-out\n');
    put('left-out', 'x'.repeat(3_000_000));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    if (server) await endServices(server);
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  it('builds what was sent: modes and links as they are, without what is left out', async () => {
    const sent = await send();
    expect(sent.sizeBytes).toBeLessThan(10_000);
    first = await deploy(ground, serviceId);
    expect(first.reason, await logText(ground.client, first.id)).toBeNull();
    expect(first.folder).toEqual({ digest: sent.digest, sizeBytes: sent.sizeBytes });
    expect(await askReplica(server, serviceId, '/said')).toBe('executed\nby a link');
    const jobs = await server.exec(['find', '/var/lib/quayside/jobs', '-name', 'archive*']);
    expect(jobs.stdout).toBe('');
  });

  it('takes the image that is there where the same folder is deployed again', async () => {
    expect((await send()).digest).toBe(first.folder?.digest);
    const again = await deploy(ground, serviceId);
    expect(again).toMatchObject({ state: 'succeeded', imageId: first.imageId });
    expect(await logText(ground.client, again.id)).toContain('This folder was built before');
  });

  it('goes back to an earlier folder by its image', async () => {
    put('words', 'other words\n');
    await send();
    const second = await deploy(ground, serviceId);
    expect(second.state).toBe('succeeded');
    expect(await askReplica(server, serviceId, '/said')).toBe('executed\nother words');
    const { id } = await ground.client.deployment.rollback({ deploymentId: first.id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'succeeded', folder: first.folder });
    expect(await askReplica(server, serviceId, '/said')).toBe('executed\nby a link');
  });
});
