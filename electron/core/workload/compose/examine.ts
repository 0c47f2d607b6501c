import { createHash } from 'node:crypto';
import { finalText } from '#shared/compose/final-text.ts';
import { loadCompose } from '#shared/compose/load.ts';
import { judgeCompose } from '#shared/compose/policy/judge.ts';
import type { FindingRule } from '#shared/compose/policy/rules.ts';
import type { ComposeSource } from '#shared/compose/source.ts';
import type { Problem } from '#shared/compose/tree.ts';
import { fieldsOf } from './fields.ts';
import { type PartSource, partSources } from './part-sources.ts';
import { type Bundle, bundleOf, type Placement } from './place.ts';

/** What is asked of a compose project; `placement` is where it is to run, for what is sent to its server. */
export interface Examination {
  readonly source: ComposeSource;
  readonly placement?: Placement | undefined;
}

/** A thing that asks for root on its server, by an id that keeps no value in it. */
export interface NamedFinding {
  readonly id: string;
  readonly rule: FindingRule;
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly what: string;
}

/** What came of it. */
export interface Examined {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly findings: readonly NamedFinding[];
  /** The names of the services that run. */
  readonly parts: readonly string[];
  /** What each part that runs is started from. */
  readonly images: readonly PartSource[];
  /** The final file; empty where there are problems. */
  readonly text: string;
  /** The final file piece by piece, for comparing two of them. */
  readonly fields: readonly (readonly [field: string, text: string])[];
  readonly bundle?: Bundle | undefined;
}

/** How long a final file may be, in characters. */
const longestText = 4 * 1_048_576;

/** Reads, judges and writes down a project. Bounded in what it answers, and slow for hostile texts: for a thread. */
export function examine({ source, placement }: Examination): Examined {
  const { project, tree, problems, warnings } = loadCompose(source);
  const nothing: Examined = { problems, warnings, findings: [], parts: [], images: [], text: '', fields: [] };
  if (!project) return nothing;
  const text = finalText(project);
  if (text.length > longestText) {
    const message = `the final file is longer than ${longestText} characters`;
    return { ...nothing, problems: [{ file: source.composeFiles[0] ?? '', line: 1, path: '', message }] };
  }
  return {
    problems,
    warnings,
    findings: judgeCompose(project, tree).map(({ id, ...finding }) => ({
      ...finding,
      id: createHash('sha256')
        .update(`${id}\n${mountedTexts(source)}`)
        .digest('hex')
        .slice(0, 32),
    })),
    parts: Object.keys(project.services),
    images: partSources(project),
    text,
    fields: fieldsOf(project),
    bundle: placement && bundleOf(project, source, placement),
  };
}

/** The files that a container may be given to run or read: those that are not read for the project itself. */
function mountedTexts({ files, composeFiles }: ComposeSource): string {
  const read = new Set([...composeFiles, '.env']);
  return JSON.stringify(Object.entries(files).filter(([path]) => !read.has(path)));
}
