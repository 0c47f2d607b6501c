import { afterEach, expect, test } from 'vitest';
import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addServer, closeCores } from './server-core.ts';
import { terminalIdOf, untilText } from './terminal-support.ts';

describeOnLab('a terminal in a container', () => {
  let lab: LabServer;
  afterEach(async () => {
    await closeCores();
    await lab.stop();
  });

  test('opens a shell there, resizes, is found again after a reload, and tells how it ended', async () => {
    lab = await startServer({ images: ['quayside-lab/app:1'] });
    const containerId = await lab.docker('run', '-d', '--hostname', 'inside', 'quayside-lab/app:1');
    const { client, serverId } = await addServer(lab);
    const place = { serverId, containerId };
    const first = await client.terminal.container({ ...place, columns: 90, rows: 30 });
    const terminalId = terminalIdOf(await first.next());
    await client.terminal.write({ terminalId, data: 'hostname; stty size\n' });
    expect(await untilText(client, terminalId, first, /30 90/)).toContain('inside');
    await first.return?.(undefined);

    const again = await client.terminal.container({ ...place, terminalId, columns: 70, rows: 20 });
    expect(terminalIdOf(await again.next())).toBe(terminalId);
    await client.terminal.write({ terminalId, data: 'stty size\n' });
    await untilText(client, terminalId, again, /20 70/);
    await client.terminal.write({ terminalId, data: 'exit 5\n' });
    let last: TerminalEvent | undefined;
    for await (const event of again) last = event;
    expect(last).toMatchObject({ type: 'closed', exitCode: 5 });
  });

  test('says that a container is gone or stands still', async () => {
    lab = await startServer({ images: ['quayside-lab/app:1'] });
    const stopped = await lab.docker('create', 'quayside-lab/app:1');
    const { client, serverId } = await addServer(lab);
    await expect(client.terminal.container({ serverId, containerId: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(client.terminal.container({ serverId, containerId: stopped })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('of the server ends when the server is cut off, and a new one opens when it is back', async () => {
    lab = await startServer();
    const { client, serverId } = await addServer(lab);
    const shell = await client.terminal.server({ serverId });
    await shell.next();
    await lab.reboot();
    let last: TerminalEvent | undefined;
    for await (const event of shell) last = event;
    expect(last).toMatchObject({ type: 'closed', exitCode: null });
    await client.server.connect({ serverId });
    const next = await client.terminal.server({ serverId });
    expect(terminalIdOf(await next.next())).toMatch(/^trm_/);
  });
});
