import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { runQuayside } from './run.ts';

const esc = '\u001b';
const hostile = `docker said: ${esc}]0;title\u0007${esc}[2Jgone\u009b2J\u202e`;

let server: Server | undefined;
afterEach(() => server?.close());

/** Runs a command against a host that gives this answer to everything. */
const run = async (argv: readonly string[], answer: { status: number; body: object }) => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said = { out: '', err: '' };
  const io: Io = {
    env: {},
    platform: process.platform,
    home: `${tmpdir()}/quayside-nobody`,
    isTerminal: true,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    read: () => '',
    signal: new AbortController().signal,
  };
  const to = ['--url', `http://127.0.0.1:${port}`, '--token', 'a-token'];
  const code = await runQuayside([...argv, ...to], io, '0.0.0');
  return { ...said, code };
};

const problem = { code: 'REMOTE_FAILED', status: 502, detail: `${hostile}\nsecond line`, data: {} };
const obeyed = /(?!\n)[\p{Cc}\u202A-\u202E]/u;

describe('what a host says', () => {
  it('commands no terminal where it is a failure', async () => {
    const { err, code } = await run(['organization', 'list'], { status: 502, body: problem });
    expect(code).toBe(exitCodes.failed);
    expect(err).not.toMatch(obeyed);
    expect(err).toContain('quayside: docker said: \\u{1b}]0;title');
    expect(err).toContain('\nsecond line\n');
  });

  it('commands no terminal as JSON, and says the same', async () => {
    const failed = await run(['organization', 'list', '--json'], { status: 502, body: problem });
    expect(failed.err).not.toMatch(obeyed);
    expect(JSON.parse(failed.err)).toMatchObject({ detail: problem.detail });
    server?.close();
    const body = [{ id: 'org_1', name: hostile }];
    const listed = await run(['organization', 'list', '--json'], { status: 200, body });
    expect(listed.out).not.toMatch(obeyed);
    expect(JSON.parse(listed.out)).toEqual(body);
  });
});
