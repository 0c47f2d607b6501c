import { describe, expect, it } from 'vitest';
import { type Answer, runAgainst as runCli, type Said } from '#test/support/run-cli.ts';
import { exitCodes } from './exit-codes.ts';

const esc = '\u001b';
const hostile = `docker said: ${esc}]0;title\u0007${esc}[2Jgone\u009b2J\u202e`;

/** Before a person, whose terminal obeys what is written to it. */
const runAgainst = (argv: readonly string[], answer: Answer) => runCli(argv, answer, { isTerminal: true });

/** Runs a command against a host that gives this answer to everything. */
const run = (argv: readonly string[], answer: { status: number; body: object }) =>
  runAgainst(argv, (_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(answer.body));
  });

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
    const body = [{ id: 'org_1', name: hostile }];
    const listed = await run(['organization', 'list', '--json'], { status: 200, body });
    expect(listed.out).not.toMatch(obeyed);
    expect(JSON.parse(listed.out)).toEqual(body);
  });
});

/** Answers once the command has said something on standard error. */
const onceItSpeaks = (said: Said, answer: () => void): void => {
  const timer = setInterval(() => {
    if (said.err === '') return;
    clearInterval(timer);
    answer();
  }, 20);
};

describe('a command that takes its time', () => {
  it('says what it waits for, and then answers', async () => {
    const { err, out, code } = await runAgainst(['organization', 'list'], (_, response, said) =>
      onceItSpeaks(said, () => {
        response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
        response.end('[]');
      }),
    );
    expect(err).toBe(
      'quayside organization list: waiting for the host’s answer, for 600 s at most. Ctrl+C ends this command.\n',
    );
    expect({ out, code }).toEqual({ out: expect.any(String), code: exitCodes.ok });
  });

  it('says of a stream that nothing has come yet, and nothing once something came', async () => {
    const { err, out } = await runAgainst(['logs', 'acme/shop/production/web'], (_, response, said) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      response.flushHeaders();
      onceItSpeaks(said, () => {
        const lines = [{ at: 'now', source: 'web.1', stream: 'stdout', text: 'first words' }];
        response.write(`data: ${JSON.stringify({ lines })}\n\n`);
        response.end('event: done\ndata: {}\n\n');
      });
    });
    expect(err).toBe(
      'quayside service logs: nothing has come yet. It is followed without an end. Ctrl+C ends this command.\n',
    );
    expect(out).toContain('first words');
  });

  it('says so, too, of a stream that begins with nothing', async () => {
    const { err, out } = await runAgainst(['stats', 'acme'], (_, response, said) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      response.write('data: {"figures":[],"gone":[]}\n\n');
      onceItSpeaks(said, () => response.end('event: done\ndata: {}\n\n'));
    });
    expect(err).toContain('quayside monitoring follow: nothing has come yet.');
    expect(out).toBe('');
  });
});

describe('the shortcuts', () => {
  it('deploy is `deployment create` of the same path, and shows its plan first when asked to', async () => {
    const asked: string[] = [];
    const { out, code } = await runAgainst(
      ['deploy', 'acme/shop/production/web', '--dry-run'],
      (request, response) => {
        asked.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
        response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
        response.end('{"changes":[]}');
      },
    );
    expect(asked).toEqual(['GET /api/v1/services/acme/shop/production/web/deployments/plan']);
    expect({ out, code }).toEqual({ out: expect.stringContaining('changes'), code: exitCodes.ok });
  });

  it('are what a mistyped one is near to', async () => {
    const { err, code } = await run(['deploi', 'acme/shop/production/web'], { status: 200, body: {} });
    expect(err).toContain('deploy');
    expect(code).toBe(exitCodes.usage);
  });

  it('are listed by help, and explained', async () => {
    const { out } = await run(['--help'], { status: 200, body: {} });
    expect(out).toMatch(/^ {2}deploy PATH +deploys a service and waits/m);
    expect((await run(['deploy', '--help'], { status: 200, body: {} })).out).toContain(
      'quayside deployment create',
    );
  });
});

it('whoever is not signed in is told how', async () => {
  const body = { code: 'UNAUTHENTICATED', status: 401, detail: 'Nobody is signed in.', data: {} };
  const { err, code } = await run(['organization', 'list'], { status: 401, body });
  expect(err).toContain('quayside login EMAIL');
  expect(code).toBe(exitCodes.denied);
});
