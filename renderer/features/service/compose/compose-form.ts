import { ComposeSpec } from '#shared/contract/compose-spec.ts';
import type { SpecIssue, SpecResult } from '../types/spec-editor.ts';

/** A compose project as it is typed. */
export interface ComposeForm {
  serverId: string;
  files: { path: string; text: string }[];
  /** Names with commas between them. */
  composeFiles: string;
  profiles: string;
  soakSeconds: string;
}

/** What a new project begins with. */
export const firstFile = `services:
  web:
    image: nginx:1.27
`;

export function fromComposeSpec(spec: ComposeSpec | null, serverId: string | null): ComposeForm {
  return {
    serverId: serverId ?? '',
    files: spec?.files.map((file) => ({ ...file })) ?? [{ path: 'compose.yaml', text: firstFile }],
    composeFiles: spec?.composeFiles.join(', ') ?? 'compose.yaml',
    profiles: spec?.profiles.join(', ') ?? '',
    soakSeconds: String(spec?.soakSeconds ?? 5),
  };
}

export function toComposeSpec(form: ComposeForm): SpecResult {
  const { files, composeFiles, profiles, soakSeconds } = form;
  const result = ComposeSpec.safeParse({
    type: 'compose',
    files: files.map(({ path, text }) => ({ path: path.trim(), text })),
    composeFiles: namesIn(composeFiles),
    profiles: namesIn(profiles),
    soakSeconds: /^\d+$/.test(soakSeconds.trim()) ? Number(soakSeconds) : soakSeconds,
  });
  if (result.success) return { spec: result.data };
  return { issues: result.error.issues.map(({ path, message }) => composeIssue(path.join('.'), message)) };
}

/** Names a problem by the field that it was typed in. */
export function composeIssue(path: string, message: string): SpecIssue {
  const [first = '', second, third] = path.replace(/^spec\./, '').split('.');
  if (first === 'files')
    return { field: second && third ? `files.${second}.${third}` : 'composeFiles', message };
  return { field: first in { composeFiles: 0, profiles: 0, soakSeconds: 0 } ? first : undefined, message };
}

/** In words, what differs between two forms. */
export function composeDifferences(one: ComposeForm, other: ComposeForm): string[] {
  const paths = new Set([...one.files, ...other.files].map(({ path }) => path));
  const textOf = (form: ComposeForm, path: string) => form.files.find((file) => file.path === path)?.text;
  const files = [...paths].filter((path) => textOf(one, path) !== textOf(other, path));
  const fields = {
    serverId: 'server',
    composeFiles: 'compose files',
    profiles: 'profiles',
    soakSeconds: 'soak time',
  };
  const others = Object.entries(fields).flatMap(([field, word]) =>
    one[field as keyof typeof fields] === other[field as keyof typeof fields] ? [] : [word],
  );
  return [...others, ...files];
}

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
