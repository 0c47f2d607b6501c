import { parseArgs } from 'node:util';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failure.ts';
import { createClient } from './host/client.ts';
import { findHost } from './host/discover.ts';
import { keepDevice, keepSession, keptDevice, keptSession } from './host/kept-sessions.ts';
import type { Io } from './io.ts';

const options = {
  code: { type: 'string' },
  url: { type: 'string' },
  data: { type: 'string' },
  remember: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const usage = `Usage: quayside login EMAIL [--code CODE] [--remember]
       quayside logout

Signs in with a password, which is asked for at the terminal or read from standard input. The session is kept for
this host in a file that nobody else may read, and ends by \`quayside logout\`. QUAYSIDE_TOKEN goes before it where
that is an API key.

  --code CODE    the second factor, or a recovery code
  --remember     stay signed in for weeks
  --url, --data  which host, as for every command
`;

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw usageFailure(error instanceof Error ? error.message : String(error));
  }
};

const passwordOf = async (io: Io, question: string): Promise<string> => {
  const typed = io.askSecret ? await io.askSecret(question) : io.read('-').split(/\r?\n/, 1)[0];
  if (typed === undefined) throw new Failure('Interrupted.', exitCodes.interrupted);
  if (typed === '') throw usageFailure('A password is needed: type it, or give it on standard input.');
  return typed;
};

const patienceMs = 60_000;

/** Runs `quayside login` and answers the exit code. */
const login = async (given: ReturnType<typeof parse>, io: Io): Promise<number> => {
  const [email, ...more] = given.positionals;
  if (!email || more.length > 0) throw usageFailure(usage);
  const { url } = findHost(given.values, io);
  const call = { signal: io.signal, timeoutMs: patienceMs };
  const client = createClient({ url, token: undefined });
  const password = await passwordOf(io, `Password of ${email}: `);
  const device = keptDevice(url.origin, email, io);
  const known = device === undefined ? {} : { device };
  const signIn = async (code: string | undefined) =>
    (await client.call(
      'session.signIn',
      { email, password, remember: given.values.remember, ...known, ...(code === undefined ? {} : { code }) },
      call,
    )) as { token?: string; device?: string };
  const first = await signIn(given.values.code);
  const isMissing = first.token === undefined;
  if (isMissing && !io.askSecret) {
    throw new Failure('This account has a second factor: give --code as well.', exitCodes.denied);
  }
  const { token, device: fresh } = isMissing
    ? await signIn(await passwordOf(io, 'Code of your authenticator: '))
    : first;
  keepSession(url.origin, token, io);
  if (fresh !== undefined) keepDevice(url.origin, email, fresh, io);
  if (given.values.json) io.out(`${JSON.stringify({ url: url.origin, email })}\n`);
  else io.err(`Signed in to ${url.origin} as ${email}.\n`);
  return exitCodes.ok;
};

/** Runs `quayside logout`: ends the session on the host, and forgets it in every case. */
const logout = async (given: ReturnType<typeof parse>, io: Io): Promise<number> => {
  const { url } = findHost(given.values, io);
  const token = keptSession(url.origin, io);
  if (token === undefined) {
    io.err(`Nobody is signed in to ${url.origin} here.\n`);
    return exitCodes.ok;
  }
  keepSession(url.origin, undefined, io);
  try {
    const call = { signal: io.signal, timeoutMs: patienceMs };
    await createClient({ url, token }).call('session.signOut', {}, call);
  } catch (error) {
    const isOver = error instanceof Failure && error.exitCode === exitCodes.denied;
    if (!isOver) throw error;
  }
  io.err(`Signed out of ${url.origin}.\n`);
  return exitCodes.ok;
};

export const isLogin = ([first]: readonly string[]): boolean => first === 'login' || first === 'logout';

/** Runs `login` or `logout`. */
export const runLogin = async ([verb, ...argv]: readonly string[], io: Io): Promise<number> => {
  const given = parse(argv);
  if (given.values.help) {
    io.out(usage);
    return exitCodes.ok;
  }
  return verb === 'login' ? login(given, io) : logout(given, io);
};
