import { posix } from 'node:path';
import { ComposeFile, ComposeSpec } from '#shared/contract/compose-spec.ts';
import type { DokployNote } from '#shared/contract/dokploy.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { domainsOf } from './domains.ts';
import { leftOver } from './left-over.ts';
import { descriptionOf } from './names.ts';
import type { ReadService } from './planned.ts';
import { readEnv } from './read-env.ts';
import { Compose, type Mount } from './shapes.ts';
import { repositoryOf } from './source.ts';

/** A compose project of there as a service: its own text, or the repository that it is read from. */
export function readCompose(compose: Compose): ReadService {
  const notes: DokployNote[] = [];
  const tell = (field: string, text: string) => {
    notes.push({ field, text });
  };
  const env = readEnv(compose.env ?? '');
  const domains = domainsOf({ domains: compose.domains ?? [], hasParts: true });
  const isRaw = compose.sourceType === 'raw';
  const path = posix.normalize(`/${compose.composePath || 'docker-compose.yml'}`).slice(1);
  if (compose.composeType === 'stack')
    tell('composeType', 'is run by Docker Compose here, and not as a stack');
  if (compose.command) tell('command', 'how it is started is said by its files here');
  if (isRaw) tellOfText(compose.composeFile ?? '', tell);
  const files = isRaw
    ? [{ path, text: compose.composeFile ?? '' }, ...filesOf(compose.mounts ?? [], tell)]
    : [];
  if (!isRaw)
    for (const { mountPath } of compose.mounts ?? [])
      tell('mounts', `${shownText(mountPath)} is left out: its files are those of its repository`);
  const repository = isRaw ? null : repositoryOf(compose, tell);
  const problem = repository && 'problem' in repository ? repository.problem : undefined;
  const source =
    repository && 'url' in repository
      ? { source: { type: 'git', url: repository.url, ref: { type: 'branch', name: repository.branch } } }
      : {};
  const spec = ComposeSpec.safeParse({ type: 'compose', files, composeFiles: [path], ...source });
  const issue = spec.success ? undefined : spec.error.issues[0];
  return {
    type: 'compose',
    appName: compose.appName,
    description: descriptionOf(compose.description),
    spec: problem === undefined && spec.success ? spec.data : null,
    runs: shownText(repository && 'url' in repository ? repository.url : path),
    variables: env.variables,
    below: env.below,
    domains: domains.domains,
    notes: [...notes, ...env.notes, ...domains.notes, ...leftOver(compose, read)],
    problems: problem ? [problem] : issue ? [`its ${issue.path.join('.')} ${issue.message}`] : [],
  };
}

/** What Dokploy finds around a compose file, and what it would not find here. */
function tellOfText(text: string, tell: (field: string, said: string) => void): void {
  if (/\bdokploy-network\b/.test(text)) {
    tell(
      'composeFile',
      'names dokploy-network, which is not here: take it out, for each environment has a network of its own',
    );
  }
  if (/\benv_file\b/.test(text)) {
    tell(
      'composeFile',
      'reads an env_file: its variables are those of the service here, where the text names them',
    );
  }
}

/** What Dokploy writes to `../files` beside a compose file stands in `files` here. */
function filesOf(mounts: readonly Mount[], tell: (field: string, said: string) => void): ComposeFile[] {
  return mounts.flatMap(({ type, filePath, content, mountPath }): ComposeFile[] => {
    const name = filePath || mountPath;
    const path = `files/${posix.normalize(`/${name}`).slice(1)}`;
    const file = ComposeFile.safeParse({ path, text: content ?? '' });
    if (type !== 'file' || !file.success) {
      const shown = `${shownText(type, 20)} at ${shownText(name)}`;
      tell('mounts', `${shown} is left out: what a compose project mounts is said by its files`);
      return [];
    }
    tell(
      'mounts',
      `is ./${shownText(path)} here; write that where the compose file says ../${shownText(path)}`,
    );
    return [file.data];
  });
}

const read: ReadonlySet<string> = new Set(Object.keys(Compose.shape));
