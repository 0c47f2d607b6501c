import { kebab } from '#shared/model/command-line.ts';
import { withFiles } from './compose-files.ts';
import { exitCodes } from './exit-codes.ts';
import { usageFailure } from './failure.ts';
import { followRun, type Run, succeeded } from './follow-run.ts';
import { type CallOptions, createClient, type HostClient } from './host/client.ts';
import { discoverHost, type HostAddress } from './host/discover.ts';
import { keepSession, keptSession } from './host/kept-sessions.ts';
import { makeRequest } from './host/make-request.ts';
import { type Command, opensTerminal, runOf, sendsFolder, startsRun } from './input/commands.ts';
import type { FileFlags } from './input/file-flags.ts';
import type { ParsedWords } from './input/parse-words.ts';
import { timeoutMsOf } from './input/plain-words.ts';
import { readValues } from './input/read-values.ts';
import { maskSecrets } from './input/secrets.ts';
import { isOnItsServer, onItsServer } from './on-its-server.ts';
import { jsonText, plainText } from './output/plain-text.ts';
import { isFile, show } from './output/show.ts';
import { isFileChunk, isLogBatch, showEvent } from './output/show-event.ts';
import type { Sink } from './output/sink.ts';
import { tellWhatIsWaitedFor } from './patience.ts';

const answerPatienceMs = 600_000;

type Input = Readonly<Record<string, unknown>>;

/** What one invocation works with. */
interface Invocation {
  readonly command: Command;
  readonly input: Input;
  readonly address: HostAddress;
  readonly client: HostClient;
  readonly options: CallOptions;
  readonly given: ParsedWords['options'];
  readonly io: Sink;
}

const timeoutOf = ({ options, command }: ParsedWords): number | undefined => {
  if (options.timeout === undefined) {
    return command?.operation.meta.effect === 'stream' ? undefined : answerPatienceMs;
  }
  return timeoutMsOf(options.timeout);
};

const requireFields = (command: Command, input: Input): void => {
  const missing = command.fields.filter(({ isRequired, name }) => isRequired && input[name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ flag }) => `--${flag}`).join(', ');
  throw usageFailure(
    `${names} must be given. \`quayside help ${command.noun} ${command.verb}\` shows every field.`,
  );
};

const print = ({ given, io }: Invocation, value: unknown): void => {
  if (given.json) io.out(`${jsonText(value, 2)}\n`);
  else if (isFile(value)) io.file(value.text);
  else io.out(show(value));
};

/** Answers whether there was anything to print: a stream may begin by telling that nothing is there. */
const printEvent = ({ given, io }: Invocation, event: unknown): boolean => {
  const write = (to: (text: string) => void, text: string): boolean => {
    to(text);
    return text !== '';
  };
  if (given.json) return write(io.out, `${jsonText(event)}\n`);
  if (isFileChunk(event)) return write(io.file, event.text);
  if (isLogBatch(event)) return write(io.log, showEvent(event, io.isTerminal));
  return write(io.out, showEvent(event, false));
};

/** What people want to know before they do it. */
const plans: Readonly<Record<string, { operation: string; inputOf(input: Input): Input }>> = {
  'deployment.create': { operation: 'deployment.plan', inputOf: (input) => input },
  'environment.deploy': { operation: 'environment.plan', inputOf: ({ onFailure: _, ...input }) => input },
  'service.move': { operation: 'service.planMove', inputOf: (input) => input },
};

/** Shows what would be sent, secrets masked; for a deployment or a move its plan, which is what people want to know. */
const dryRun = async (invocation: Invocation): Promise<number> => {
  const { command, input, client, options, address, given } = invocation;
  const plan = plans[command.operation.name];
  if (plan) {
    print(invocation, await client.call(plan.operation, plan.inputOf(input), options));
    return exitCodes.ok;
  }
  const { method, path, body } = makeRequest(command.operation, input);
  const key = given['idempotency-key'];
  print(invocation, {
    method,
    url: `${address.url.origin}${path}`,
    headers: {
      authorization: 'Bearer •••',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body ? { body: maskSecrets(body) } : {}),
  });
  return exitCodes.ok;
};

const nameOf = ({ noun, verb }: Command): string => `quayside ${noun} ${verb}`;

const stream = async (invocation: Invocation): Promise<number> => {
  const { command, input, client, options, io } = invocation;
  const { timeoutMs } = options;
  const end =
    timeoutMs === undefined ? 'It is followed without an end.' : `It is followed for ${timeoutMs / 1_000} s.`;
  const patience = tellWhatIsWaitedFor(io, `${nameOf(command)}: nothing has come yet. ${end}`);
  try {
    for await (const event of client.stream(command.operation.name, input, options)) {
      if (printEvent(invocation, event)) patience.end();
    }
  } finally {
    patience.end();
  }
  return exitCodes.ok;
};

const outcome = ({ io }: Invocation, noun: string, run: Run): void => {
  const reason = run.reason ? `: ${plainText(run.reason)}` : '';
  io.err(`${kebab(noun)} ${run.id} ${run.state}${reason}\n`);
};

/** Accompanies a run that was just started until it ends; its log goes out only when it is followed. */
const accompany = async (invocation: Invocation, noun: string, started: Run): Promise<number> => {
  const { client, options, given, io } = invocation;
  const shown = kebab(noun);
  const { signal } = options;
  signal.addEventListener('abort', () =>
    io.err(`${shown} ${started.id} goes on; \`quayside ${shown} cancel\` stops it.\n`),
  );
  const patience = given.follow
    ? undefined
    : tellWhatIsWaitedFor(io, `${shown} ${started.id} is under way; --follow prints its log.`);
  const run = await followRun(client, noun, started, {
    options: given.timeout === undefined ? { signal } : options,
    onBatch: (batch) => {
      if (given.follow) printEvent(invocation, batch);
    },
  });
  patience?.end();
  if (given.json) print(invocation, run);
  outcome(invocation, noun, run);
  return succeeded(run) ? exitCodes.ok : exitCodes.failed;
};

/** A password that was changed gave the session another token; nobody is to see that. */
const keepNewToken = ({ command, address, io }: Invocation, answer: unknown): void => {
  if (command.operation.name !== 'session.setPassword') return;
  const { token } = answer as { token?: string };
  if (token && keptSession(address.url.origin, io) === address.token)
    keepSession(address.url.origin, token, io);
};

/** The answer, for which one may have to wait as long as a server takes. */
const answerOf = async ({ command, input, client, options, io }: Invocation): Promise<unknown> => {
  const limit = options.timeoutMs === undefined ? '' : `, for ${options.timeoutMs / 1_000} s at most`;
  const patience = tellWhatIsWaitedFor(io, `${nameOf(command)}: waiting for the host’s answer${limit}.`);
  try {
    return await client.call(command.operation.name, input, options);
  } finally {
    patience.end();
  }
};

/** The run that an answer is, or says; null where nothing had to be run, as of a service that moves and does not run. */
const runIn = ({ operation }: Command, answer: unknown): Run | null =>
  operation.name === 'service.move' ? (answer as { deployment: Run | null }).deployment : (answer as Run);

const perform = async (invocation: Invocation): Promise<number> => {
  const { command, given } = invocation;
  const answer = await answerOf(invocation);
  keepNewToken(invocation, answer);
  const noun = runOf(command);
  const started = noun ? runIn(command, answer) : null;
  if (noun && started && (given.wait || given.follow)) return accompany(invocation, noun, started);
  print(invocation, answer);
  return exitCodes.ok;
};

/** Sends a folder of this machine as what the deployment builds. */
const sendBefore = async ({ client, input, options, io }: Invocation, folder: string): Promise<void> => {
  const { sendFolder } = await import('./folder/send.ts');
  const serviceId = String(input.serviceId);
  const sent = await sendFolder(client, { serviceId, folder }, { signal: options.signal });
  io.err(`Sent ${sent.files} files, ${sent.sizeBytes} bytes packed, sha256:${sent.digest.slice(0, 12)}.\n`);
};

/** Runs a command of the contract against a host and answers its exit code. */
export const runCommand = async (
  command: Command,
  parsed: ParsedWords & { readonly files?: FileFlags | undefined },
  io: Sink,
): Promise<number> => {
  const given = parsed.options;
  if ((given.wait || given.follow) && !startsRun(command)) {
    throw usageFailure('--wait and --follow go with what starts a deployment, a move or a set-up.');
  }
  if (given.folder !== undefined && !sendsFolder(command))
    throw usageFailure('--folder goes with `quayside deploy`.');
  const typed = readValues(parsed.values, io);
  requireFields(command, {
    ...(isOnItsServer(command) && { serverId: '' }),
    ...(parsed.files && { spec: {} }),
    ...typed,
  });
  const options: CallOptions = {
    signal: io.signal,
    timeoutMs: timeoutOf(parsed),
    idempotencyKey: given['idempotency-key'],
  };
  const address = discoverHost(given, io);
  const client = createClient(address);
  const placed = isOnItsServer(command) ? await onItsServer(client, typed, options) : typed;
  const input = parsed.files ? await withFiles(placed, parsed.files, { client, options, io }) : placed;
  const invocation: Invocation = { command, input, address, client, options, given, io };
  if (given['dry-run']) return dryRun(invocation);
  if (given.folder !== undefined) await sendBefore(invocation, given.folder);
  if (opensTerminal(command) && !given.json) {
    const { runTerminal } = await import('./terminal.ts');
    return runTerminal(client, command.operation.name, input, options);
  }
  return command.operation.meta.effect === 'stream' ? stream(invocation) : perform(invocation);
};
