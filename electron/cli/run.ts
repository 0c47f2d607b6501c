import { isBundleFolder, runBundleFolder } from './bundle/run.ts';
import { complete } from './completion/complete.ts';
import { completionScripts } from './completion/scripts.ts';
import { isEject, runEject } from './eject/run.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failure.ts';
import { commandHelp, generalHelp, nounHelp, variableHelp } from './help.ts';
import { createClient } from './host/client.ts';
import { discoverHost } from './host/discover.ts';
import { isImport, runImport } from './import/run.ts';
import { findCommand, nouns } from './input/commands.ts';
import { splitFileFlags } from './input/file-flags.ts';
import { parseWords, requireCommand } from './input/parse-words.ts';
import { expandShortcut } from './input/shortcuts.ts';
import { suggest } from './input/suggest.ts';
import type { Io } from './io.ts';
import { isLogin, runLogin } from './login.ts';
import { jsonText } from './output/plain-text.ts';
import { type Sink, sinkOf } from './output/sink.ts';
import { runCommand } from './run-command.ts';
import { expandVariable, nounOf } from './variable/level.ts';
import { isVariableEdit, runVariableEdit } from './variable/run.ts';
import { isFileVerification, runFileVerification } from './verify-file.ts';
import { isVolumeFile, runVolumeFile } from './volume/run.ts';

/** Enough for a host under load; a shell waits this long only where the host hangs. */
const completionPatienceMs = 5_000;

const showHelp = (words: readonly string[], io: Io): number => {
  const [first, verb] = words;
  if (first === 'variable' && verb === undefined) {
    io.out(variableHelp());
    return exitCodes.ok;
  }
  const noun = first === 'variable' ? nounOf('service') : first;
  if (noun === undefined) io.out(generalHelp());
  else if (!nouns.includes(noun))
    throw usageFailure(`There is no \`quayside ${noun}\`${suggest(noun, nouns)}`);
  else {
    const command = verb === undefined ? undefined : findCommand(noun, verb);
    if (verb !== undefined && !command) throw usageFailure(`There is no \`quayside ${noun} ${verb}\`.`);
    io.out(command ? commandHelp(command) : nounHelp(noun));
  }
  return exitCodes.ok;
};

const showCompletion = (shell: string | undefined, io: Io): number => {
  const script = completionScripts[shell ?? ''];
  if (!script) throw usageFailure('Name the shell: `quayside completion bash`, `zsh` or `fish`.');
  io.out(script);
  return exitCodes.ok;
};

/** Never fails: a shell that completes has no use for an error. */
const answerCompletion = async (words: readonly string[], io: Io): Promise<number> => {
  try {
    const client = createClient(discoverHost({}, io));
    const source = { client, options: { signal: io.signal, timeoutMs: completionPatienceMs } };
    io.out((await complete(words, source)).map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.out((await complete(words, undefined)).map((line) => `${line}\n`).join(''));
  }
  return exitCodes.ok;
};

const dispatch = async (typed: readonly string[], io: Sink, version: string): Promise<number> => {
  const argv = expandVariable(expandShortcut(typed));
  const [first, second] = argv;
  if (first === '__complete') return answerCompletion(expandShortcut(argv.slice(1)), io);
  if (first === 'help') return showHelp(expandShortcut(argv.slice(1)), io);
  if (first === 'completion') return showCompletion(second, io);
  if (isFileVerification(argv)) return runFileVerification(argv, io);
  if (isLogin(argv)) return runLogin(argv, io);
  if (isVariableEdit(argv)) return runVariableEdit(argv, io);
  if (isImport(argv)) return runImport(argv, io);
  if (isBundleFolder(argv)) return runBundleFolder(argv, io);
  if (isEject(argv)) return runEject(argv, io);
  if (isVolumeFile(argv)) return runVolumeFile(argv, io);
  const { rest, files } = splitFileFlags(argv);
  const parsed = parseWords(rest);
  if (parsed.options.version) {
    io.out(`quayside ${version}\n`);
    return exitCodes.ok;
  }
  if (parsed.options.help || parsed.words.length === 0) {
    showHelp(parsed.words.slice(0, 2), io);
    return parsed.options.help ? exitCodes.ok : exitCodes.usage;
  }
  return runCommand(requireCommand(parsed), { ...parsed, files }, io);
};

const report = (error: Failure, isJson: boolean, io: Io): void => {
  if (isJson) {
    const told = error.problem ?? { detail: error.message, exitCode: error.exitCode };
    io.err(`${jsonText(told)}\n`);
    return;
  }
  const hint =
    error.exitCode === exitCodes.usage && error.problem === undefined ? '\nTry `quayside help`.' : '';
  io.err(`quayside: ${error.message}${hint}\n`);
};

/** Runs one command line and answers its exit code. Only bugs are thrown. */
export const runQuayside = async (argv: readonly string[], world: Io, version: string): Promise<number> => {
  const io = sinkOf(world);
  try {
    return await dispatch(argv, io, version);
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    if (!(error instanceof Failure)) throw error;
    report(error, argv.includes('--json'), io);
    return error.exitCode;
  }
};
