import { type Alias, type Document, isAlias, LineCounter, parseDocument, visit } from 'yaml';
import { deepestFile, longestFile, longestTemplate, mostFiles } from '../model/template-limits.ts';
import { readThing } from './read-thing.ts';
import type { Thing } from './thing.ts';
import { fileOf, headerPath, type TemplateFile, templateFormat, templateVersion } from './write-template.ts';

/** What is wrong with a file, and what to do about it. */
export interface FileProblem {
  readonly path: string;
  readonly message: string;
}

/** The things of a template, or why it is none; what is too large or nests too deep is told before it is parsed. */
export function readTemplate(files: readonly TemplateFile[]): {
  readonly things: readonly Thing[];
  readonly problems: readonly FileProblem[];
} {
  const tooMuch = refuseTooMuch(files);
  if (tooMuch) return { things: [], problems: [tooMuch] };
  const problems: FileProblem[] = [];
  const things: Thing[] = [];
  const header = files.find(({ path }) => path === headerPath);
  if (!header) return { things, problems: [{ path: headerPath, message: missingHeader }] };
  for (const file of files) {
    const wrong = (message: string): void => void problems.push({ path: file.path, message });
    const value = parse(file.text, wrong);
    if (value === undefined) continue;
    if (file === header) refuseOther(value, wrong);
    else {
      const thing = thingOf(file.path, value, wrong);
      if (thing) things.push(thing);
    }
  }
  return { things, problems };
}

const missingHeader = 'is missing, so the folder is no template; name the folder that holds this file';

function refuseTooMuch(files: readonly TemplateFile[]): FileProblem | undefined {
  if (files.length > mostFiles)
    return { path: headerPath, message: `has ${files.length} files beside it; ${mostFiles} are the most` };
  const long = files.find(({ text }) => text.length > longestFile);
  if (long) return { path: long.path, message: `is longer than ${longestFile} characters` };
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= longestTemplate) return undefined;
  return { path: headerPath, message: `stands for ${total} characters; ${longestTemplate} are the most` };
}

function parse(text: string, wrong: (message: string) => void): unknown {
  const line = nestedTooDeep(text);
  if (line !== undefined) return wrong(`line ${line}: nests more than ${deepestFile} deep`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', merge: false });
  const [error] = document.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]).line;
    return wrong(`line ${at}: ${(error.message.split('\n', 1)[0] ?? '').replace(/ at line \d+.*$/, '')}`);
  }
  if (hasAlias(document)) return wrong('has an alias (*); write out what it stands for');
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : wrong('must be a mapping: kind, path and fields');
}

function hasAlias(document: Document.Parsed): boolean {
  const found: Alias[] = [];
  visit(document, (_key, node) => {
    if (!isAlias(node)) return undefined;
    found.push(node);
    return visit.BREAK;
  });
  return found.length > 0;
}

/** Brackets and indentation are counted as characters: the stack of the parser is not to be tried. */
function nestedTooDeep(text: string): number | undefined {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (const char of line) {
      if (char === '[' || char === '{') open += 1;
      else if (char === ']' || char === '}') open = Math.max(0, open - 1);
    }
    const dashes = /^(?:[-?:] +)*/.exec(line.trimStart())?.[0].length ?? 0;
    if (open > deepestFile * 8 || dashes > deepestFile * 4) return index + 1;
  }
  return deepBlocks(text);
}

/** How many lines begin further in than the one before, and are not left again. */
function deepBlocks(text: string): number | undefined {
  const levels: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    while (levels.length > 0 && (levels.at(-1) ?? 0) >= indent) levels.pop();
    levels.push(indent);
    if (levels.length > deepestFile * 8) return index + 1;
  }
  return undefined;
}

function refuseOther(value: unknown, wrong: (message: string) => void): void {
  const { format, version } = value as Record<string, unknown>;
  if (format !== templateFormat) wrong(`format must be ${templateFormat}`);
  else if (version !== templateVersion) {
    wrong(`version is ${String(version)}, and this Quayside reads ${templateVersion}; use a newer one`);
  }
}

function thingOf(path: string, value: unknown, wrong: (message: string) => void): Thing | undefined {
  const thing = readThing(value, wrong);
  if (!thing || fileOf(thing) === path) return thing;
  return void wrong(
    `is about ${thing.path}, whose file is ${fileOf(thing)}; rename the file or mend its path`,
  );
}
