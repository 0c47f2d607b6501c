import { usageFailure } from '../failure.ts';

/** A command line about the files of a volume. */
export interface VolumeWords {
  /** Path of the service, volume, and names of files. */
  readonly words: readonly string[];
  /** Where the host is. */
  readonly options: Readonly<Record<string, string>>;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  readonly isReplacing: boolean;
}

const withValue = ['--url', '--token', '--data'];
const flags = ['--json', '--help', '--replace'];

/** Parts names from options; behind `--` everything is a name. Usage failure for an option that is none. */
export function parseVolumeWords(argv: readonly string[]): VolumeWords {
  const words: string[] = [];
  const options: Record<string, string> = {};
  const given = new Set<string>();
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name = '', inline] = splitOnce(word);
    if (word === '--') words.push(...rest.splice(0));
    else if (withValue.includes(name)) options[name.slice(2)] = inline ?? rest.shift() ?? '';
    else if (flags.includes(word)) given.add(word);
    else if (word.startsWith('-') && word !== '-') throw usageFailure(unknown(word));
    else words.push(word);
  }
  return {
    words,
    options,
    isJson: given.has('--json'),
    isHelp: given.has('--help'),
    isReplacing: given.has('--replace'),
  };
}

function splitOnce(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function unknown(word: string): string {
  return `There is no option ${word} here; a name that begins with a dash stands behind --.`;
}
