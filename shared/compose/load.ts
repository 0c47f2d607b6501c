import { parseEnvText } from '../model/env-text.ts';
import type { Lookup } from '../model/interpolation.ts';
import { readModel } from './model.ts';
import { normalise } from './normalise.ts';
import type { ComposeProject } from './schema/project.ts';
import type { ComposeSource } from './source.ts';
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
}

/** How much text the files of one project may hold together, in characters. */
export const mostText = 1_048_576;
export const mostFiles = 64;

/**
 * Reads a project in the order of compose-go: interpolate, `extends` and `include`, merge, validate, normalise. Never
 * throws for what a file holds; what it costs grows with the text and is bounded, but a hostile text is still for a
 * thread of its own.
 */
export function loadCompose(source: ComposeSource): Composed {
  const told: Sources = {
    files: new Map(Object.entries(source.files)),
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
  });
  const tooMuch = sizeProblem(source);
  if (tooMuch !== undefined) {
    told.problems.push({ ...nowhere.spot, path: '', message: tooMuch });
    return result();
  }
  const lookup = environmentOf(source, told.problems);
  const tree = readModel(told, source.composeFiles, lookup);
  if (!tree) {
    if (told.problems.length === 0)
      told.problems.push({ ...nowhere.spot, path: '', message: 'holds nothing' });
    return result();
  }
  const valid = told.problems.length === 0 ? validate(tree, told.problems) : undefined;
  return result(tree, valid && normalise(valid, { tree, source, lookup, told }));
}

function sizeProblem({ files }: ComposeSource): string | undefined {
  const texts = Object.values(files);
  if (texts.length > mostFiles) return `there are more than ${mostFiles} files`;
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length > mostText ? `the files hold more than ${mostText} characters` : undefined;
}

/** Variables first, then the project's `.env`. */
function environmentOf({ files, variables }: ComposeSource, problems: Problem[]): Lookup {
  const outside: Lookup = (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const own = parseEnvText(files['.env'] ?? '', { outside, unset: 'empty' });
  for (const { line, message } of own.problems) problems.push({ file: '.env', line, path: '', message });
  const values = new Map(own.entries.map(({ name, value }) => [name, value]));
  return (name) => outside(name) ?? values.get(name);
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((each) => [JSON.stringify(each), each]));
  return [...seen.values()].toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line).slice(0, 100);
}
