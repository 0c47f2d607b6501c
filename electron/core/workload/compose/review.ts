import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Review } from '../types/service-type.ts';
import { outagesOf } from './beside/outages.ts';
import { examiner } from './examiner.ts';
import { masked } from './mask.ts';
import { type ComposeSources, sourceOf } from './sources.ts';

/** Reads a project for a plan: what stands against it, and its final file piece by piece. */
export async function reviewProject(
  spec: ComposeSpec,
  variables: readonly { readonly name: string; readonly value: string }[],
  accepted: ReadonlySet<string>,
  sources: ComposeSources | null,
): Promise<Review> {
  if (spec.source && !sources) return { blockers: [], warnings: [], fields: undefined };
  try {
    const { problems, warnings, findings, fields, facts, stack } = await examiner.examine({
      source: sourceOf(spec, variables, sources?.texts),
      objects: sources?.objects,
    });
    const values = variables.map(({ value }) => value);
    const isStack = spec.runAs === 'stack';
    const open = findings.filter(({ id }) => !accepted.has(id));
    return {
      blockers: [
        ...problems.map(({ file, line, path, message }) =>
          masked(`${file}, line ${line}: ${path} ${message}`, values),
        ),
        ...(isStack ? stack.refused.map((each) => masked(each, values)) : []),
        ...open.map(
          ({ file, line, path }) =>
            `${file}, line ${line}: ${path} asks for what is root on the server; it has to be accepted first.`,
        ),
      ],
      warnings: [
        ...warnings.map(({ file, line, message }) => `${file}, line ${line}: ${message}.`),
        ...(isStack ? stack.ignored.map((each) => masked(each, values)) : []),
      ],
      fields: problems.length > 0 ? undefined : isStack ? [...fields, asStack] : fields,
      outagesOf: (asked) => {
        const parts = facts.map(({ part }) => part);
        if (asked.changed.includes(asStack[0])) return outOnChange(parts, asked.routed);
        if (isStack) return outInStack(stack.stopsFirst, asked.routed, parts);
        const found = outagesOf(facts, asked);
        return new Map([...found].map(([part, since]) => [part, masked(since, values)]));
      },
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { blockers: [error.message], warnings: [], fields: undefined };
  }
}

/** How a plan tells that Docker Swarm runs a project. */
const asStack = ['run as', 'Swarm stack'] as const;

type Routed = readonly (string | null)[];

const partsOf = (routed: Routed, parts: readonly string[]): string[] => [
  ...new Set(routed.flatMap((part) => part ?? parts[0] ?? [])),
];

/** What ran the project ends before the other engine starts it: both would have its networks' names and its ports. */
const outOnChange = (parts: readonly string[], routed: Routed): ReadonlyMap<string, string> =>
  new Map(partsOf(routed, parts).map((part) => [part, 'another engine runs it from then on']));

const outInStack = (
  stopsFirst: readonly string[],
  routed: Routed,
  parts: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(
    partsOf(routed, parts).flatMap((part) =>
      stopsFirst.includes(part)
        ? [[part, 'Swarm stops its old task first, for its ports, its volumes or its update_config']]
        : [],
    ),
  );
