import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import SshConfig, { type Line, LineType, type Section } from 'ssh-config';
import { AppError } from '#shared/model/errors.ts';

/** One directive with the blocks it stands in; it counts when all their conditions hold. */
export interface ConfigDirective {
  /** In small letters. */
  readonly name: string;
  readonly words: readonly string[];
  readonly conditions: readonly ConfigCondition[];
  readonly source: string;
}

/** A `Host` or `Match` line: its words as written. */
export interface ConfigCondition {
  readonly kind: 'host' | 'match';
  readonly words: readonly string[];
}

/** ssh_config(5) nests includes sixteen deep. */
const maxDepth = 16;
const maxFileBytes = 1024 * 1024;

const wordsOf = (value: Section['value']): string[] =>
  typeof value === 'string' ? [value] : value.map(({ val }) => val);

const isSection = (line: Line): line is Section => line.type === LineType.DIRECTIVE && 'config' in line;

const parse = (text: string, source: string): Line[] => {
  try {
    return [...SshConfig.parse(text)];
  } catch (cause) {
    const message = `${source} cannot be read as an ssh configuration.`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'sshConfig', message }] }, { cause });
  }
};

const readText = async (path: string): Promise<string> => {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > maxFileBytes)
      throw new AppError('LIMIT', { what: `The size of ${path}`, limit: maxFileBytes });
    return text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'ENOTDIR') return '';
    throw error;
  }
};

interface Place {
  /** Where relative includes are looked for: `~/.ssh`, or `/etc/ssh` for the system's file. */
  readonly base: string;
  readonly home: string;
  readonly depth: number;
  readonly conditions: readonly ConfigCondition[];
}

const includedPaths = async (pattern: string, { base, home }: Place): Promise<string[]> => {
  const full = resolve(base, pattern.replace(/^~(?=\/|$)/, home));
  const found: string[] = [];
  for await (const path of glob(full)) found.push(path);
  return found.sort();
};

const include = async (words: readonly string[], place: Place): Promise<ConfigDirective[]> => {
  const directives: ConfigDirective[] = [];
  for (const word of words) {
    for (const path of await includedPaths(word, place)) {
      directives.push(...(await readConfigFile(path, { ...place, depth: place.depth + 1 })));
    }
  }
  return directives;
};

const fromLine = async (line: Line, source: string, place: Place): Promise<ConfigDirective[]> => {
  if (line.type !== LineType.DIRECTIVE) return [];
  const name = line.param.toLowerCase();
  const words = wordsOf(line.value);
  if (isSection(line)) {
    const kind = name === 'host' ? 'host' : 'match';
    const conditions = [...place.conditions, { kind, words } as const];
    const inside = { ...place, conditions };
    const marker: ConfigDirective = { name, words, conditions, source };
    const nested = await Promise.all([...line.config].map((l) => fromLine(l, source, inside)));
    return [marker, ...nested.flat()];
  }
  if (name === 'include') return include(words, place);
  return [{ name, words, conditions: place.conditions, source }];
};

const readConfigFile = async (path: string, place: Place): Promise<ConfigDirective[]> => {
  if (place.depth > maxDepth) return [];
  const lines = parse(await readText(path), path);
  const directives = await Promise.all(lines.map((line) => fromLine(line, path, place)));
  return directives.flat();
};

/** Reads one configuration file with all it includes, in ssh's order; a missing file counts as empty. */
export const readConfigDirectives = (
  path: string,
  { home, base = join(home, '.ssh') }: { home: string; base?: string },
): Promise<ConfigDirective[]> => readConfigFile(path, { base, home, depth: 0, conditions: [] });
