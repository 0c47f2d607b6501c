import { parseEnvText } from '../model/env-text.ts';
import type { Lookup } from '../model/interpolation.ts';
import { mostFiles, mostText } from './found-files.ts';
import { readModel } from './model.ts';
import { normalise } from './normalise.ts';
import type { ComposeProject } from './schema/project.ts';
import { type ComposeSource, envFileOf } from './source.ts';
import { mostOpenings, type Sources } from './sources.ts';
import { type Mapping, mapping, type Problem } from './tree.ts';
import { validate } from './validate.ts';

/** What became of it. */
export interface Composed {
  /** Undefined where there are problems. */
  readonly project: ComposeProject | undefined;
  /** The same before it was checked, with the place of each value. */
  readonly tree: Mapping;
  readonly problems: readonly Problem[];
  /** What Compose only warns of, such as a variable that nobody sets. */
  readonly warnings: readonly Problem[];
  /** Paths of the files that were looked for and not given; some of them need not be there. */
  readonly missing: readonly string[];
}

/**
 * Reads a project in the order of compose-go: interpolate, `extends` and `include`, merge, validate, normalise. Never
 * throws for what a file holds; what it costs grows with the text and is bounded, but a hostile text is still for a
 * thread of its own.
 */
export function loadCompose(source: ComposeSource): Composed {
  const missing = new Set<string>();
  const told: Sources = {
    files: filesOf(source, missing),
    budget: { left: mostOpenings },
    problems: [],
    unset: new Map(),
  };
  const nowhere = mapping([], { file: source.composeFiles[0] ?? '', line: 1 });
  const result = (tree = nowhere, project?: ComposeProject): Composed => ({
    project: told.problems.length > 0 ? undefined : project,
    tree,
    problems: inOrder(told.problems),
    warnings: inOrder([...told.unset.values()]),
    missing: [...missing],
  });
  const tooMuch = sizeProblem(source);
  if (tooMuch !== undefined) {
    told.problems.push({ ...nowhere.spot, path: '', message: tooMuch });
    return result();
  }
  const lookup = environmentOf(source, told);
  const tree = readModel(told, { paths: source.composeFiles, home: source.home }, lookup);
  if (!tree) {
    if (told.problems.length === 0)
      told.problems.push({ ...nowhere.spot, path: '', message: 'holds nothing' });
    return result();
  }
  const valid = told.problems.length === 0 ? validate(tree, told.problems) : undefined;
  return result(tree, valid && normalise(valid, { tree, source, lookup, told }));
}

/** The given files; what is looked for beside them is noted. */
function filesOf({ files }: ComposeSource, missing: Set<string>): Sources['files'] {
  const given = new Map(Object.entries(files));
  return {
    get(path) {
      if (!given.has(path)) missing.add(path);
      return given.get(path);
    },
  };
}

function sizeProblem({ files }: ComposeSource): string | undefined {
  const texts = Object.values(files);
  if (texts.length > mostFiles) return `there are more than ${mostFiles} files`;
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length > mostText ? `the files hold more than ${mostText} characters` : undefined;
}

/** Variables first, then the project's `.env`. */
function environmentOf(source: ComposeSource, { files, problems }: Sources): Lookup {
  const { variables } = source;
  const file = envFileOf(source);
  const outside: Lookup = (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const own = parseEnvText(files.get(file) ?? '', { outside, unset: 'empty' });
  for (const { line, message } of own.problems) problems.push({ file, line, path: '', message });
  const values = new Map(own.entries.map(({ name, value }) => [name, value]));
  return (name) => outside(name) ?? values.get(name);
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((each) => [JSON.stringify(each), each]));
  return [...seen.values()].toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line).slice(0, 100);
}
