import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeOnLab } from '../describe.ts';
import type { LabServer } from '../server/server.ts';
import { startServer } from '../server/start.ts';
import { workloadArchive, workloadImages } from './images.ts';

describe('a workload image', () => {
  test('is the same bytes every time', () => {
    expect(workloadArchive('quayside-lab/app:1').equals(workloadArchive('quayside-lab/app:1'))).toBe(true);
    expect(workloadArchive('quayside-lab/app:1').equals(workloadArchive('quayside-lab/app:2'))).toBe(false);
  });
});

describeOnLab('the workload images', () => {
  let server: LabServer;
  beforeAll(async () => {
    server = await startServer({ images: workloadImages });
  });
  afterAll(() => server?.stop());

  /** Runs one and resolves with what its HTTP server answers. */
  async function startApp(variant: string, name: string, ...flags: string[]) {
    await server.docker('run', '--detach', '--name', name, ...flags, `quayside-lab/app:${variant}`);
    const address = await server.docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', name);
    return async (path: string) => {
      const curl = [
        'curl',
        '--silent',
        '--show-error',
        '--fail',
        '--retry',
        '20',
        '--retry-connrefused',
        '--retry-delay',
        '0',
      ];
      return server.exec([...curl, `http://${address}:8080${path}`]);
    };
  }

  test.each(['1', '2'])('answer their version: %s', async (version) => {
    const get = await startApp(version, `version-${version}`);
    expect((await get('/')).stdout).toBe(version);
    expect((await get('/health')).stdout).toBe('ok');
  });

  test('hand their environment back byte for byte', async () => {
    const value = `two\nlines, "quotes", it's $HOME \`id\` é ${'\u0001\u007f'}`;
    const get = await startApp('1', 'environment', '--env', `VALUE=${value}`);
    expect((await get('/env')).stdout.split('\0')).toContain(`VALUE=${value}`);
  });

  test('fail their health check when unhealthy', async () => {
    const get = await startApp('unhealthy', 'unhealthy');
    expect((await get('/')).stdout).toBe('unhealthy');
    expect((await get('/health')).code).toBe(22);
    expect(
      (
        await server.exec([
          'docker',
          'exec',
          'unhealthy',
          'wget',
          '-q',
          '-O',
          '/dev/null',
          'http://127.0.0.1:8080/health',
        ])
      ).code,
    ).toBe(1);
  });

  test('stop when asked, at once and with exit code 0', async () => {
    await startApp('chatty', 'stopping');
    await server.docker('stop', 'stopping');
    // 137 where Docker had to kill it
    expect(await server.docker('inspect', '--format', '{{.State.ExitCode}}', 'stopping')).toBe('0');
  });

  test('crash after five seconds with exit code 1 and a reason', async () => {
    await startApp('crash', 'crash');
    expect(await server.docker('wait', 'crash')).toBe('1');
    expect((await server.exec(['docker', 'logs', 'crash'])).stderr).toContain(
      'fatal: cannot reach the database',
    );
  });

  test('log 10,000 lines a second when chatty', async () => {
    await startApp('chatty', 'chatty');
    const logged = async () => {
      const lines = await server.docker('logs', '--timestamps', '--tail', '1', 'chatty');
      const [, time = '', count = ''] = /^(\S+) line (\d+) /.exec(lines) ?? [];
      return { at: Date.parse(time), count: Number(count) };
    };
    const waiting = { timeout: 120_000 };
    const first = await vi.waitFor(async () => {
      const found = await logged();
      expect(found.count).toBeGreaterThan(0);
      return found;
    }, waiting);
    const last = await vi.waitFor(async () => {
      const found = await logged();
      expect(found.count).toBeGreaterThan(first.count + 30_000);
      return found;
    }, waiting);
    await server.docker('rm', '--force', 'chatty');
    const perSecond = ((last.count - first.count) * 1000) / (last.at - first.at);
    expect(perSecond).toBeGreaterThan(1_000);
    expect(perSecond).toBeLessThan(20_000);
  });

  test('have a shell for a terminal', async () => {
    await startApp('1', 'shell');
    expect(
      await server.must(['docker', 'exec', '--interactive', 'shell', 'sh'], {
        input: 'echo $((6 * 7)); ls /\n',
      }),
    ).toMatch(/^42\nbin\n/);
  });
});
