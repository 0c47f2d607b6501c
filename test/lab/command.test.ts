import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnLab } from './describe.ts';
import { run } from './host/run.ts';

const entry = fileURLToPath(new URL('../../.config/tasks/lab.mjs', import.meta.url));

describeOnLab('npm run lab', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'quayside-lab-home-'));
  });
  afterAll(() => rm(home, { recursive: true }));

  const lab = (...argv: string[]) =>
    run([process.execPath, entry, ...argv], { env: { XDG_STATE_HOME: home } });

  test('starts servers, prints how to reach them, starts none twice, and takes them away', async () => {
    const up = await lab('up', '1');
    expect(up.stderr).toBe('');
    const [, port = '', key = ''] = /ssh -p (\d+) -i (\S+) root@127\.0\.0\.1/.exec(up.stdout) ?? [];
    const options = [
      '-F',
      'none',
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
      '-o',
      'BatchMode=yes',
    ];
    const ssh = ['ssh', ...options, '-p', port, '-i', key, 'root@127.0.0.1', 'hostname'];
    const name = (await run(ssh)).stdout.trim();
    expect(up.stdout).toContain(`${name}\n`);
    expect((await lab('up', '1')).stdout).toBe(up.stdout);
    expect((await lab('status')).stdout).toContain(up.stdout.trim());
    await lab('down');
    expect((await run(ssh)).code).toBe(255);
    expect((await lab('status')).stdout).not.toContain(key);
  });

  test.each([[[]], [['upp']], [['up', '-1']], [['up', '1', '2']], [['up', 'x']]])(
    'explains itself for %j',
    async (argv) => {
      expect(await lab(...argv)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('usage: npm run lab'),
      });
    },
  );
});
