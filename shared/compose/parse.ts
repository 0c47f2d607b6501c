import type { Node, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import {
  list,
  type Mapping,
  type Mark,
  mapping,
  type Path,
  type Problem,
  pathText,
  scalar,
  type Tree,
} from './tree.ts';

/** How deep a file may nest, aliases taken in. */
export const deepest = 64;
/** How many values all aliases together may come to. */
export const mostValues = 50_000;

/** Reads a file's YAML into trees, one a document; what is wrong goes to `problems`, with its line. */
export function parseYaml(file: string, text: string, problems: Problem[]): Mapping[] {
  const tooDeep = nestedTooDeep(text);
  if (tooDeep !== undefined) {
    problems.push({ file, line: tooDeep, path: '', message: `nests more than ${deepest} deep` });
    return [];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: 'silent',
    merge: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const reading: Reading = {
      file,
      lines,
      problems,
      values: { left: mostValues },
      open: new Set(),
      anchors: new Map(),
      seen: new Set(),
    };
    for (const { pos, message } of document.errors)
      problems.push({ file, line: lines.linePos(pos[0]).line, path: '', message: firstLine(message) });
    if (document.errors.length > 0 || document.contents === null) return [];
    const tree = read(reading, document.contents, [], 0);
    if (tree.kind === 'map') return [tree];
    if (tree.kind !== 'scalar' || tree.value !== null)
      problems.push({ ...tree.spot, path: '', message: 'must be a mapping, such as services: …' });
    return [];
  });
}

interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly problems: Problem[];
  readonly values: { left: number };
  /** What is being read, so that an alias into itself ends. */
  readonly open: Set<Node>;
  /** What each alias stands for at the place that is read: an anchor of one name may come again further down. */
  readonly anchors: Map<string, Node>;
  readonly seen: Set<Node>;
}

const firstLine = (message: string): string =>
  (message.split('\n', 1)[0] ?? '').replace(/ at line \d+.*$/, '');

/** The line of the first bracket that nests too deep: the parser's stack is not to be tried. */
function nestedTooDeep(text: string): number | undefined {
  let depth = 0;
  let line = 1;
  for (const char of text) {
    if (char === '\n') line += 1;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    if (depth > deepest * 8) return line;
  }
  return undefined;
}

function read(reading: Reading, node: unknown, path: Path, depth: number): Tree {
  const spot = spotOf(reading, node);
  const wrong = (message: string): Tree => {
    reading.problems.push({ ...spot, path: pathText(path), message });
    return scalar(null, spot);
  };
  reading.values.left -= 1;
  if (reading.values.left < 0) {
    return reading.values.left === -1 ? wrong(`comes to more than ${mostValues} values`) : scalar(null, spot);
  }
  if (depth > deepest) return wrong(`nests more than ${deepest} deep`);
  if (isAlias(node)) {
    const target = reading.anchors.get(node.source);
    if (!target) return wrong(`*${node.source} names no anchor above it`);
    if (reading.open.has(target)) return wrong(`*${node.source} stands inside of itself`);
    return read(reading, target, path, depth + 1);
  }
  if (isScalar(node) || isMap(node) || isSeq(node)) rememberAnchor(reading, node);
  if (isScalar(node)) return readScalar(reading, node, path);
  if (!isMap(node) && !isSeq(node)) return scalar(null, spot);
  reading.open.add(node);
  const mark = markOf(reading, node, path);
  const tree = isMap(node)
    ? mapping(readEntries(reading, node, path, depth), spot, mark)
    : list(
        node.items.map((item, index) => read(reading, item, [...path, index], depth + 1)),
        spot,
        mark,
      );
  reading.open.delete(node);
  return tree;
}

function rememberAnchor({ anchors, seen }: Reading, node: Node & { anchor?: string }): void {
  if (!node.anchor || seen.has(node)) return;
  seen.add(node);
  anchors.set(node.anchor, node);
}

function readScalar(reading: Reading, node: Node & { value: unknown }, path: Path): Tree {
  const { value } = node;
  const spot = spotOf(reading, node);
  const mark = markOf(reading, node, path);
  if (typeof value === 'number') return scalar(numberOf(node, value), spot, mark);
  if (typeof value === 'bigint') return scalar(String(value), spot, mark);
  if (typeof value === 'boolean' || typeof value === 'string') return scalar(value, spot, mark);
  return scalar(null, spot, mark);
}

/** Go's YAML reads `0440` as an octal number, as every file mode is written; version 1.2 alone would not. */
function numberOf(node: Node, value: number): string | number {
  const source = 'source' in node && typeof node.source === 'string' ? node.source : '';
  if (/^0[0-7]+$/.test(source)) return Number.parseInt(source, 8);
  return Number.isFinite(value) ? value : source;
}

/** What YAML itself has; Compose adds two. */
const plainTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

function markOf(reading: Reading, node: Node & { tag?: string }, path: Path): Mark {
  if (node.tag === '!reset') return 'reset';
  if (node.tag === '!override') return 'override';
  if (node.tag !== undefined && !plainTags.has(node.tag))
    reading.problems.push({
      ...spotOf(reading, node),
      path: pathText(path),
      message: `${node.tag.slice(0, 60)} is no tag of Compose, which has !reset and !override`,
    });
  return undefined;
}

function readEntries(reading: Reading, node: YAMLMap, path: Path, depth: number): Map<string, Tree> {
  const own = new Map<string, Tree>();
  const merged = new Map<string, Tree>();
  for (const pair of node.items as Pair[]) {
    const key = isScalar(pair.key) ? String(pair.key.value ?? '') : undefined;
    const spot = spotOf(reading, pair.key);
    if (key === undefined) {
      reading.problems.push({ ...spot, path: pathText(path), message: 'has a key that is no text' });
    } else if (key === '<<') {
      for (const [name, value] of readMerge(reading, pair.value, [...path, key], depth))
        if (!merged.has(name)) merged.set(name, value);
    } else if (own.has(key)) {
      reading.problems.push({ ...spot, path: pathText([...path, key]), message: 'is written twice' });
    } else {
      const value = read(reading, pair.value, [...path, key], depth + 1);
      own.set(key, pair.value === null ? { ...value, spot } : value);
    }
  }
  for (const [name, value] of merged) if (!own.has(name)) own.set(name, value);
  return own;
}

/** What `<<` takes in: a mapping, or a list of them of which the first with a key wins. */
function* readMerge(reading: Reading, value: unknown, path: Path, depth: number): Generator<[string, Tree]> {
  const tree = read(reading, value, path, depth + 1);
  const all = tree.kind === 'list' ? tree.items : [tree];
  for (const each of all) {
    if (each.kind === 'map') yield* each.entries;
    else reading.problems.push({ ...each.spot, path: pathText(path), message: 'takes in a mapping only' });
  }
}

function spotOf({ file, lines }: Reading, node: unknown): { file: string; line: number } {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  const start = Array.isArray(range) ? Number(range[0]) : 0;
  return { file, line: Math.max(1, lines.linePos(start).line) };
}
