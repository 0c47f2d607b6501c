import { AppError } from '#shared/model/errors.ts';
import { readJobFile } from '../jobs/end.ts';
import { type JobFile, startJob } from '../jobs/start.ts';
import { jobStatus } from '../jobs/status.ts';
import type { SshConnection } from '../ssh/types.ts';
import { gitBuildFailure } from './build-failure.ts';
import { askpassScript, buildScript } from './build-script.ts';
import { checkGitRef, checkGitUrl, checkInnerPath, checkVariableName, type GitRef } from './source.ts';

/** An image to build from a repository. Secrets reach the build as BuildKit secrets, never as arguments. */
export interface GitBuild {
  /** Of the job; the same id builds once. */
  readonly jobId: string;
  readonly url: string;
  readonly ref: GitRef;
  readonly submodules?: boolean | undefined;
  /** Private keys for ssh, without passphrase, tried in this order. They are on the server, mode 0600, while the job runs. */
  readonly deployKeys?: readonly string[] | undefined;
  /** known_hosts lines of the git server; without them its first key is taken and left in `out/known_hosts`. */
  readonly knownHosts?: string | undefined;
  /** Answered to git for this origin alone, such as `https://github.com`. */
  readonly httpAuth?:
    | { readonly username: string; readonly password: string; readonly origin: string }
    | undefined;
  /** The build context within the repository; its root unless said. */
  readonly directory?: string | undefined;
  /** Relative to the context; `Dockerfile` unless said. */
  readonly dockerfile?: string | undefined;
  readonly target?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string | Uint8Array>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** The image's name, `repository:tag`. */
  readonly tag: string;
  readonly timeoutSeconds?: number | undefined;
  readonly logLimitBytes?: number | undefined;
  /** For tests: plain http has no protection at all. */
  readonly allowHttp?: boolean | undefined;
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

const withFinalNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** The files the script reads; optional ones are there only when they were given. */
const filesOf = (build: GitBuild): Record<string, JobFile> => {
  const { knownHosts, httpAuth, target, submodules, allowHttp } = build;
  const given: [string, JobFile | undefined][] = [
    ['url', { bytes: checkGitUrl(build.url, { allowHttp }) }],
    ['kind', { bytes: build.ref.kind }],
    ['ref', { bytes: checkGitRef(build.ref).name }],
    ['protocols', { bytes: allowHttp ? 'https:ssh:http' : 'https:ssh' }],
    ['directory', { bytes: checkInnerPath('directory', build.directory ?? '.') }],
    ['dockerfile', { bytes: checkInnerPath('dockerfile', build.dockerfile ?? 'Dockerfile') }],
    ['tag', { bytes: checkTag(build.tag) }],
    ['target', target ? { bytes: noNul('target', target) } : undefined],
    ['submodules', submodules ? { bytes: 'yes' } : undefined],
    ['known_hosts', knownHosts ? { bytes: withFinalNewline(knownHosts) } : undefined],
    ['http-user', httpAuth ? { bytes: httpAuth.username } : undefined],
    ['http-origin', httpAuth ? { bytes: httpAuth.origin } : undefined],
    ['http-password', httpAuth ? { bytes: httpAuth.password } : undefined],
    ['askpass', httpAuth ? { bytes: askpassScript, mode: 0o700 } : undefined],
    ...(build.deployKeys ?? []).map((key, index): [string, JobFile] => [
      `key.${index}`,
      { bytes: withFinalNewline(key) },
    ]),
    ...prefixed('buildArgs', 'arg', build.buildArgs),
    ...prefixed('labels', 'label', build.labels),
    ...prefixed('secrets', 'secret', build.secrets),
  ];
  return Object.fromEntries(given.filter((entry): entry is [string, JobFile] => entry[1] !== undefined));
};

/**
 * Starts fetching and building as a detached job; follow it by its log, where lines beginning with
 * `::quayside phase` tell preparing, fetching, building and done.
 */
export const startGitBuild = (connection: SshConnection, build: GitBuild): Promise<{ started: boolean }> =>
  startJob(connection, {
    id: build.jobId,
    script: buildScript,
    files: filesOf(build),
    timeoutSeconds: build.timeoutSeconds,
    logLimitBytes: build.logLimitBytes,
  });

/** What a build left: the commit it was made of, the image's id, and the git server's key when none was given. */
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
