import { usageFailure } from '../failure.ts';

/** A command line of a command that is none of the contract's. */
export interface PlainWords {
  readonly words: readonly string[];
  /** Options with a value: the command's own, and where the host is. */
  readonly options: Readonly<Record<string, string>>;
  /** How long an answer is waited for; undefined without an end. */
  readonly timeoutMs: number | undefined;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  /** Flags of the command's own. */
  readonly flags: ReadonlySet<string>;
}

interface Own {
  readonly withValue?: readonly string[];
  readonly flags?: readonly string[];
}

/** What every such command has. */
const withValue = ['--url', '--token', '--token-file', '--data', '--timeout'];
const shared = ['--json', '-j', '--help', '-h'];

/** Parts names from options; behind `--` everything is a name. Usage failure for an option that is none. */
export function parsePlainWords(argv: readonly string[], own: Own): PlainWords {
  const words: string[] = [];
  const options: Record<string, string> = {};
  const flags = new Set<string>();
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name = '', inline] = splitOnce(word);
    if (word === '--') words.push(...rest.splice(0));
    else if ([...withValue, ...(own.withValue ?? [])].includes(name))
      options[name.slice(2)] = inline ?? rest.shift() ?? '';
    else if ([...shared, ...(own.flags ?? [])].includes(word)) flags.add(word);
    else if (word.startsWith('-') && word !== '-') throw usageFailure(unknown(word));
    else words.push(word);
  }
  return {
    words,
    options,
    flags,
    timeoutMs: options.timeout === undefined ? undefined : timeoutMsOf(options.timeout),
    isJson: flags.has('--json') || flags.has('-j'),
    isHelp: flags.has('--help') || flags.has('-h'),
  };
}

/** The milliseconds of `--timeout`; usage failure where it is no number of seconds. */
export function timeoutMsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0) return seconds * 1_000;
  throw usageFailure(`--timeout ${text} is no number of seconds.`);
}

function splitOnce(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function unknown(word: string): string {
  return `There is no option ${word} here; a name that begins with a dash stands behind --.`;
}
