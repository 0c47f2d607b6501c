import type { Readable } from 'node:stream';
import { execOrThrow } from '../ssh/exec.ts';
import { writeFileAtomic } from '../ssh/sftp.ts';
import type { SshConnection } from '../ssh/types.ts';
import { checkJobFileName, checkJobId } from './job-id.ts';
import { absolutePath, runScript } from './run-script.ts';
import { prepareScript, runnerScript, startScript } from './scripts.ts';
import { jobStatus } from './status.ts';

/** A file the job finds in its `in/` folder, mode 0600 unless said. The folder goes when the job has ended. */
export interface JobFile {
  /** A function opens what is too long for memory, each time that it is sent. */
  readonly bytes: string | Uint8Array | (() => Promise<Readable>);
  readonly mode?: number | undefined;
}

export interface JobOptions {
  /** The same id never runs twice; make it from what the job is for. */
  readonly id: string;
  /** A constant of ours for POSIX sh, never made of data; it runs in the job's folder. */
  readonly script: string;
  readonly files?: Readonly<Record<string, JobFile>> | undefined;
  /** What is kept of both outputs; the rest is dropped on the server and said so. 64 MiB unless said. */
  readonly logLimitBytes?: number | undefined;
  /** After this the job is ended with exit code 124; an hour unless said. */
  readonly timeoutSeconds?: number | undefined;
  /** Through sudo where the user is not root. */
  readonly asRoot?: boolean | undefined;
  /** Ends the sending of a file that is too long for memory; the job can be started again with the same id. */
  readonly signal?: AbortSignal | undefined;
}

const action = 'Starting a job';

const sendScript = `umask 077; cat >"$1.part" || { code=$?; rm -f "$1.part"; exit $code; }`;
const keepScript = `mv -f "$1.part" "$1"`;
const sendMs = 60 * 60_000;

/**
 * Through a channel of its own, which is as fast as the line. Where that is cut, the program there sees an end like any
 * other: only what this side saw through to its end gets its name.
 */
const sendStream = async (
  connection: SshConnection,
  path: string,
  { stdin, signal }: { readonly stdin: Readable; readonly signal: AbortSignal | undefined },
): Promise<void> => {
  const options = { action: 'Sending a file', stdin, signal, timeoutMs: sendMs };
  await execOrThrow(connection, ['sh', '-c', sendScript, 'sh', path], options);
  await runScript(connection, options.action, keepScript, [path]);
};

const upload = async (
  connection: SshConnection,
  folder: string,
  { script, files = {}, signal }: Pick<JobOptions, 'script' | 'files' | 'signal'>,
): Promise<void> => {
  for (const [name, { bytes, mode }] of Object.entries(files)) {
    const path = `${folder}/in/${name}`;
    if (typeof bytes === 'function') await sendStream(connection, path, { stdin: await bytes(), signal });
    else await writeFileAtomic(connection, path, bytes, { mode: mode ?? 0o600 });
  }
  await writeFileAtomic(connection, `${folder}/script.sh`, script, { mode: 0o700 });
  await writeFileAtomic(connection, `${folder}/run.sh`, runnerScript, { mode: 0o700 });
};

/**
 * Starts work that outlives this connection, or finds it already there (`started: false`) and leaves it as it
 * is. Under systemd it is the unit `quayside-job-<id>`, elsewhere a session of its own.
 */
export const startJob = async (
  connection: SshConnection,
  options: JobOptions,
): Promise<{ started: boolean }> => {
  const { files = {}, logLimitBytes = 64 * 1024 * 1024, timeoutSeconds = 3600, asRoot = false } = options;
  const id = checkJobId(options.id);
  for (const name of Object.keys(files)) checkJobFileName(name);
  const [path, status = 'queued'] = await runScript(connection, action, prepareScript, [id]);
  const folder = absolutePath(connection.label, path);
  if (!status.startsWith('queued')) return { started: false };
  try {
    await upload(connection, folder, options);
    const limits = [String(Math.trunc(logLimitBytes)), String(Math.trunc(timeoutSeconds))];
    await runScript(connection, action, startScript, [folder, id, ...limits, asRoot ? 'yes' : 'no']);
    return { started: true };
  } catch (error) {
    // somebody else started it meanwhile, and it may even have ended and cleared its folder
    const { state } = await jobStatus(connection, id);
    if (state === 'queued' || state === 'absent') throw error;
    return { started: false };
  }
};
