import type { Mount } from '#shared/contract/mount.ts';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import type { VariableProblem } from '#shared/model/variables/resolve.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Content } from '../../workload/index.ts';
import { resolveServiceTexts } from '../variable/index.ts';
import type { DeploymentRow } from './rows.ts';

/** A file as a deployment writes it into containers, in the clear. */
export interface DeployedFile {
  readonly target: string;
  readonly content: string;
  /** Also where only a part of it is one. */
  readonly isSecret: boolean;
  /** Every level whose values are in it. */
  readonly levels: readonly VariableLevel[];
}

/** The files of a service with their references resolved, and why some of them have no content. */
export interface ResolvedFiles {
  readonly files: readonly DeployedFile[];
  readonly problems: readonly VariableProblem[];
}

/** Resolves the files among the mounts of a service, for the server and environment that are given or else its own. */
export function resolveFiles(
  store: Store,
  service: {
    readonly id: string;
    readonly serverId?: string | null;
    readonly environmentId?: string | undefined;
  },
  { mounts }: Pick<Content, 'mounts'>,
): ResolvedFiles {
  const asked = mounts.filter(isFile);
  if (asked.length === 0) return { files: [], problems: [] };
  const texts = asked.map(({ content }) => content);
  const answers = resolveServiceTexts(store, service.id, texts, service);
  const files: DeployedFile[] = [];
  const problems: VariableProblem[] = [];
  for (const [index, answer] of answers.entries()) {
    const { target = '' } = asked[index] ?? {};
    if ('reason' in answer) problems.push(problemOf(target, answer));
    else if (answer.value === '') problems.push(problemOf(target, isEmpty));
    else files.push({ target, content: answer.value, isSecret: answer.isSecret, levels: answer.levels });
  }
  return { files, problems };
}

/** The content of containers with its files as they were resolved. */
export function withFiles(content: Content, files: readonly DeployedFile[]): Content {
  const resolved = new Map(files.map(({ target, content: text }) => [target, text]));
  const mounts = content.mounts.map((mount) =>
    isFile(mount) ? { ...mount, content: resolved.get(mount.target) ?? mount.content } : mount,
  );
  return { ...content, mounts };
}

/** Seals what a deployment writes; null where it is nothing. */
export function sealFiles(tx: Transaction, id: string, files: readonly DeployedFile[]): Uint8Array | null {
  return files.length === 0 ? null : tx.sealer.seal(JSON.stringify(files), filesPlace(id));
}

/** The files that a deployment writes, in the clear; they never leave the core. */
export function openFiles(store: Store, { id, files }: Pick<DeploymentRow, 'id' | 'files'>): DeployedFile[] {
  return files === null ? [] : (JSON.parse(store.sealer.open(files, filesPlace(id))) as DeployedFile[]);
}

const isEmpty = { path: [], reason: 'with its references it is empty' };

function problemOf(
  target: string,
  { path, reason }: Pick<VariableProblem, 'path' | 'reason'>,
): VariableProblem {
  return { what: 'file', name: target, level: 'service', path: [target, ...path], reason };
}

function filesPlace(id: string): { table: string; row: string; column: string } {
  return { table: 'deployment', row: id, column: 'files' };
}

function isFile(mount: Mount): mount is Extract<Mount, { type: 'file' }> {
  return mount.type === 'file';
}
