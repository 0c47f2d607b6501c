import type { $ZodIssue } from 'zod/v4/core';
import { type ComposeProject, composeProject } from './schema/project.ts';
import { type Mapping, type Path, type Problem, pathText, plainOf, spotAt, type Value } from './tree.ts';

/** Checks a whole project against the schema; what comes back has its numbers and switches as such. */
export function validate(tree: Mapping, problems: Problem[]): ComposeProject | undefined {
  const { success, data, error } = composeProject.safeParse(withoutExtensions(plainOf(tree)));
  if (success) return data;
  for (const issue of error.issues.slice(0, 50)) problems.push(...problemsOf(tree, issue));
  return undefined;
}

/** `x-…` is whatever its author wants, and nothing of it is left. */
function withoutExtensions(value: Value): unknown {
  const top = strip(value);
  const services = record(top.services);
  if (services) top.services = mapValues(services, (each) => (record(each) ? strip(each) : each));
  return top;
}

const record = (value: unknown): Record<string, Value> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, Value>)
    : undefined;

const mapValues = (all: Record<string, Value>, change: (value: Value) => unknown): Value =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value)])) as Value;

/** Left out as well is what says nothing: Compose takes `volumes:` with nothing behind it as if it were not there. */
const strip = (value: unknown): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(record(value) ?? {}).filter(
      ([key, entry]) => !key.startsWith('x-') && key !== 'version' && entry !== null,
    ),
  );

function problemsOf(tree: Mapping, issue: $ZodIssue): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.flatMap((key) =>
      key.startsWith('x-') ? [] : [problem(tree, [...path, key], 'is nothing that Compose knows here')],
    );
  if (issue.code === 'invalid_type' && issue.input === undefined) return [problem(tree, path, 'is missing')];
  return [problem(tree, path, wordsOf(issue))];
}

const wordsOf = (issue: $ZodIssue): string =>
  issue.message.startsWith('must ')
    ? issue.message
    : `must be ${'expected' in issue ? article(String(issue.expected)) : 'something else'}`;

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
};
const article = (kind: string): string => kinds[kind] ?? kind;

const problem = (tree: Mapping, path: Path, message: string): Problem => ({
  ...spotAt(tree, path),
  path: pathText(path),
  message,
});
