import type { Readable } from 'node:stream';
import { AppError } from '#shared/model/errors.ts';
import { dockerConfigWith } from '../docker/docker-config.ts';
import type { RegistryLogin } from '../docker/images.ts';
import { readJobFile } from '../jobs/end.ts';
import { type JobFile, startJob } from '../jobs/start.ts';
import { jobStatus } from '../jobs/status.ts';
import type { SshConnection } from '../ssh/types.ts';
import { gitBuildFailure } from './build-failure.ts';
import { buildScript } from './build-script.ts';
import { type GitOrigin, originFiles, present } from './origin.ts';
import { checkInnerPath, checkVariableName } from './source.ts';

/** A packed folder that is sent with the job. */
interface SentArchive {
  /** SHA-256 in hexadecimal digits; another one is refused. */
  readonly digest: string;
  /** By tar and gzip; opened each time that it is sent. */
  open(): Promise<Readable>;
}

/** How an image is built. Secrets reach the build as BuildKit secrets, never as arguments. */
interface BuildFields {
  /** Of the job; the same id builds once. */
  readonly jobId: string;
  readonly submodules?: boolean | undefined;
  /** The build context within the repository; its root unless said. */
  readonly directory?: string | undefined;
  /** Relative to the context; `Dockerfile` unless said. */
  readonly dockerfile?: string | undefined;
  readonly target?: string | undefined;
  /** A Dockerfile of ours in the place of the repository's; git's own files are then left out of the context. */
  readonly generated?:
    | { readonly dockerfile: string; readonly requiredFile?: string | undefined }
    | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** Of the registries that base images may come from; on the server in the job's folder alone, while it runs. */
  readonly logins?: readonly RegistryLogin[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** The image's name, `repository:tag`. */
  readonly tag: string;
  readonly timeoutSeconds?: number | undefined;
  readonly logLimitBytes?: number | undefined;
  /** Ends the sending of the folder. */
  readonly signal?: AbortSignal | undefined;
}

const noNul = (field: string, text: string): string => {
  if (!text.includes('\0')) return text;
  throw new AppError('INVALID_INPUT', {
    issues: [{ path: field, message: 'A NUL character is not allowed.' }],
  });
};

const prefixed = (
  field: string,
  prefix: string,
  values: Readonly<Record<string, string | Uint8Array>> = {},
): [string, JobFile][] =>
  Object.entries(values).map(([name, bytes]) => {
    if (typeof bytes === 'string' && field !== 'secrets') noNul(field, bytes);
    return [`${prefix}.${checkVariableName(field, name)}`, { bytes }];
  });

const checkTag = (tag: string): string => {
  if (/^[a-z0-9][a-z0-9._/:-]{0,254}$/.test(tag)) return tag;
  throw new AppError('INVALID_INPUT', {
    issues: [{ path: 'tag', message: 'This cannot be the name of an image.' }],
  });
};

/** An image to build from a repository. */
export type GitBuild = BuildFields & GitOrigin;
/** An image to build from a packed folder. */
type FolderBuild = BuildFields & { readonly archive: SentArchive };

const archiveFiles = ({ digest, open }: SentArchive): Record<string, JobFile> => ({
  kind: { bytes: 'archive' },
  ref: { bytes: checkDigest(digest) },
  archive: { bytes: open },
});

const checkDigest = (digest: string): string => {
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'digest', message: 'This is no SHA-256.' }] });
};

/** The files the script reads; optional ones are there only when they were given. */
const filesOf = (
  build: GitBuild | FolderBuild,
  dockerConfig: string | undefined,
): Record<string, JobFile> => {
  const { target, submodules, generated } = build;
  const given: [string, JobFile | undefined][] = [
    ['directory', { bytes: checkInnerPath('directory', build.directory ?? '.') }],
    ['dockerfile', { bytes: checkInnerPath('dockerfile', build.dockerfile ?? 'Dockerfile') }],
    ['tag', { bytes: checkTag(build.tag) }],
    ['target', target ? { bytes: noNul('target', target) } : undefined],
    ['generated', generated ? { bytes: noNul('generated', generated.dockerfile) } : undefined],
    [
      'required',
      generated?.requiredFile ? { bytes: checkInnerPath('required', generated.requiredFile) } : undefined,
    ],
    ['docker-config', dockerConfig ? { bytes: dockerConfig } : undefined],
    ['submodules', submodules ? { bytes: 'yes' } : undefined],
    ...prefixed('buildArgs', 'arg', build.buildArgs),
    ...prefixed('labels', 'label', build.labels),
    ...prefixed('secrets', 'secret', build.secrets),
  ];
  const origin = 'archive' in build ? archiveFiles(build.archive) : originFiles(build);
  return { ...origin, ...present(given) };
};

/**
 * Starts fetching and building as a detached job; follow it by its log, where lines beginning with
 * `::quayside phase` tell preparing, fetching, building and done.
 */
export const startGitBuild = async (
  connection: SshConnection,
  build: GitBuild | FolderBuild,
): Promise<{ started: boolean }> =>
  startJob(connection, {
    id: build.jobId,
    script: buildScript,
    files: filesOf(build, await dockerConfigWith(connection, build.logins ?? [])),
    timeoutSeconds: build.timeoutSeconds,
    logLimitBytes: build.logLimitBytes,
    signal: build.signal,
  });

/** What a build left: the commit it was made of, or the digest of its packed folder, the image's id, and the git server's key when none was given. */
export interface GitBuildResult {
  readonly commit: string;
  readonly imageId: string;
  readonly knownHosts: string | undefined;
}

const readText = async (connection: SshConnection, jobId: string, name: string): Promise<string> =>
  (await readJobFile(connection, jobId, name))?.toString('utf8').trim() ?? '';

/**
 * The result of a build job that has ended. A failed one rejects with REMOTE_FAILED by its exit code, a
 * cancelled one with CANCELLED, one that still runs with BUSY.
 */
export const readGitBuildResult = async (
  connection: SshConnection,
  jobId: string,
): Promise<GitBuildResult> => {
  const { state, exitCode } = await jobStatus(connection, jobId);
  if (state === 'cancelled') throw new AppError('CANCELLED', { what: 'The build' });
  if (state === 'running' || state === 'queued') throw new AppError('BUSY', { by: 'the build' });
  if (exitCode !== 0) throw gitBuildFailure(connection.label, exitCode);
  const [commit, imageId, knownHosts] = await Promise.all(
    ['commit', 'image-id', 'known_hosts'].map((name) => readText(connection, jobId, name)),
  );
  if (!/^[0-9a-f]{40,64}$/.test(commit ?? '') || !/^sha256:[0-9a-f]{64}$/.test(imageId ?? '')) {
    throw gitBuildFailure(connection.label, undefined);
  }
  return { commit: commit ?? '', imageId: imageId ?? '', knownHosts: knownHosts || undefined };
};
