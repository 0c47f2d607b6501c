import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLine } from '#shared/contract/log.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { createRunLogs, type RunLogs } from './run-logs.ts';

let folder: string;
let logs: RunLogs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-run-logs-'));
  logs = createRunLogs(fakeHost({ dataFolder: folder }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await logs.close();
  rmSync(folder, { recursive: true, force: true });
});

const line = (text: string): LogLine => ({
  at: new Date(0).toISOString(),
  stream: 'stdout',
  source: 'app',
  text,
});

const textsOf = async (from: RunLogs, id: string): Promise<string[]> => {
  const texts: string[] = [];
  const range = { cursor: undefined, follow: false };
  for await (const batch of from.read(id, range, new AbortController().signal)) {
    texts.push(...batch.lines.map(({ text }) => text));
  }
  return texts;
};

describe('the log of a run', () => {
  it('shows no value of a secret, nor any line of one, and the longest of several first', async () => {
    const writer = logs.writer('dep_1');
    writer.hide(['password', 'password-of-root', 'first line\nsecond line\nend']);
    await writer.write([
      line('PASSWORD is password-of-root, or password'),
      line('a key: second line'),
      line('the end is short and stays'),
    ]);
    writer.say('wrote password');
    await logs.end('dep_1');
    expect(await textsOf(logs, 'dep_1')).toEqual([
      'PASSWORD is •••, or •••',
      'a key: •••',
      'the end is short and stays',
      'wrote •••',
    ]);
  });

  it('hides the secrets of a run from that run alone', async () => {
    const [one, other] = [logs.writer('dep_1'), logs.writer('dep_2')];
    one.hide(['password']);
    expect(one.strike('the password')).toBe('the •••');
    expect(other.strike('the password')).toBe('the password');
  });

  it('is told of the step before where a line names none', async () => {
    const writer = logs.writer('dep_1');
    const sources = async (): Promise<string[]> => {
      const found: string[] = [];
      const range = { cursor: undefined, follow: false };
      for await (const { lines } of logs.read('dep_1', range, new AbortController().signal)) {
        found.push(...lines.map(({ source }) => source));
      }
      return found;
    };
    writer.say('asked for');
    writer.say('pulling', 'pulling');
    writer.say('still pulling');
    await logs.end('dep_1');
    expect(await sources()).toEqual(['quayside', 'pulling', 'pulling']);
  });

  it('begins anew where the run tells its story again, and goes with the run', async () => {
    logs.writer('dep_1').say('first try');
    await logs.end('dep_1');
    logs.restart('dep_1');
    logs.writer('dep_1').say('second try');
    await logs.end('dep_1');
    expect(await textsOf(logs, 'dep_1')).toEqual(['second try']);
    logs.remove(['dep_1']);
    expect(readdirSync(join(folder, 'logs'))).toEqual([]);
  });

  it('stays when the app closes, and is gone with a host that keeps nothing', async () => {
    logs.writer('dep_1').say('kept');
    await logs.close();
    expect(readdirSync(join(folder, 'logs'))).toEqual(['dep_1.log']);

    vi.stubEnv('TMPDIR', folder);
    const temporary = () => readdirSync(folder).filter((name) => name.startsWith('quayside-logs-'));
    const passing = createRunLogs(fakeHost());
    await passing.writer('dep_2').write([line('gone')]);
    expect(temporary()).toHaveLength(1);
    await passing.close();
    expect(temporary()).toEqual([]);
  });
});
