import { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { numberOrText } from '../types/form-values.ts';
import type { SpecIssue, SpecResult } from '../types/spec-editor.ts';

/** A compose project as it is typed. */
export interface ComposeForm {
  serverId: string;
  /** Where its files are: written here, or in a repository. */
  sourceType: 'text' | 'git';
  url: string;
  refType: 'branch' | 'tag' | 'commit';
  ref: string;
  envFile: string;
  files: { path: string; text: string }[];
  /** Names with commas between them. */
  composeFiles: string;
  profiles: string;
  /** What runs it on its server. */
  runAs: 'compose' | 'stack';
  soakSeconds: string;
  drainSeconds: string;
}

/** What a new project begins with. */
export const firstFile = `services:
  web:
    image: nginx:1.27
`;

export function fromComposeSpec(spec: ComposeSpec | null, serverId: string | null): ComposeForm {
  const source = spec?.source;
  const files = spec?.files ?? [];
  const ref = source?.ref;
  return {
    serverId: serverId ?? '',
    sourceType: source ? 'git' : 'text',
    url: source?.url ?? '',
    refType: ref?.type ?? 'branch',
    ref: ref ? (ref.type === 'commit' ? ref.hash : ref.name) : 'main',
    envFile: source?.envFile ?? '',
    files:
      files.length > 0 ? files.map((file) => ({ ...file })) : [{ path: 'compose.yaml', text: firstFile }],
    composeFiles: spec?.composeFiles.join(', ') ?? 'compose.yaml',
    profiles: spec?.profiles.join(', ') ?? '',
    runAs: spec?.runAs ?? 'compose',
    soakSeconds: String(spec?.soakSeconds ?? 5),
    drainSeconds: String(spec?.drainSeconds ?? 60),
  };
}

export function toComposeSpec(form: ComposeForm): SpecResult {
  const { files, composeFiles, profiles, runAs, soakSeconds, drainSeconds } = form;
  const result = ComposeSpec.safeParse({
    type: 'compose',
    ...(form.sourceType === 'git'
      ? { source: sourceOf(form), files: [] }
      : { files: files.map(({ path, text }) => ({ path: path.trim(), text })) }),
    composeFiles: namesIn(composeFiles),
    profiles: namesIn(profiles),
    ...(runAs === 'stack' && { runAs }),
    soakSeconds: numberOrText(soakSeconds),
    drainSeconds: numberOrText(drainSeconds),
  });
  if (result.success) return { spec: result.data };
  return { issues: result.error.issues.map(({ path, message }) => composeIssue(path.join('.'), message)) };
}

function sourceOf({ url, refType, ref, envFile }: ComposeForm) {
  const name = ref.trim();
  return {
    type: 'git',
    url: url.trim(),
    ref: refType === 'commit' ? { type: refType, hash: name } : { type: refType, name },
    ...(envFile.trim() !== '' && { envFile: envFile.trim() }),
  };
}

/** Names a problem by the field that it was typed in. */
export function composeIssue(path: string, message: string): SpecIssue {
  const [first = '', second = '', third] = path.replace(/^spec\./, '').split('.');
  if (first === 'files')
    return { field: second && third ? `files.${second}.${third}` : 'composeFiles', message };
  if (first === 'source')
    return { field: second in { url: 0, ref: 0, envFile: 0 } ? second : 'url', message };
  return {
    field:
      first in { composeFiles: 0, profiles: 0, runAs: 0, soakSeconds: 0, drainSeconds: 0 }
        ? first
        : undefined,
    message,
  };
}

/** In words, what differs between two forms. */
export function composeDifferences(one: ComposeForm, other: ComposeForm): string[] {
  const paths = new Set([...one.files, ...other.files].map(({ path }) => path));
  const textOf = (form: ComposeForm, path: string) => form.files.find((file) => file.path === path)?.text;
  const files = [...paths].filter((path) => textOf(one, path) !== textOf(other, path));
  const fields = {
    serverId: 'server',
    sourceType: 'source',
    url: 'repository',
    refType: 'ref',
    ref: 'branch, tag or commit',
    envFile: '.env',
    composeFiles: 'compose files',
    profiles: 'profiles',
    runAs: 'run as',
    soakSeconds: 'soak time',
    drainSeconds: 'drain time',
  };
  const others = Object.entries(fields).flatMap(([field, word]) =>
    one[field as keyof typeof fields] === other[field as keyof typeof fields] ? [] : [word],
  );
  return [...others, ...files];
}

/** Names with commas between them, one by one. */
export const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
