import type { SshConnection } from '../ssh/types.ts';
import { checkJobId } from './job-id.ts';
import { runScript } from './run-script.ts';
import { listScript, statusScript } from './scripts.ts';

/**
 * How a job stands. `lost` means that it was running and is not there any more without having said how it
 * ended, or was ended by somebody else: the server was shut down, or it was killed. Times are epoch milliseconds of the server's clock.
 */
export interface JobStatus {
  readonly state: 'absent' | 'queued' | 'running' | 'exited' | 'cancelled' | 'lost';
  readonly exitCode?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly logBytes: number;
}

const whole = (text: string | undefined): number | undefined =>
  text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

const moment = (text: string | undefined): number | undefined => {
  const seconds = whole(text);
  return seconds === undefined ? undefined : seconds * 1000;
};

/** Reads a status line as the scripts write it; anything else counts as `lost`. */
export const parseStatusLine = (line: string): Omit<JobStatus, 'logBytes'> => {
  const [state, ...words] = line.trim().split(' ');
  if (state === 'absent' || state === 'queued') return { state };
  if (state === 'running') return { state, startedAt: moment(words[3]) };
  if (state === 'exited') {
    return { state, exitCode: whole(words[0]), startedAt: moment(words[1]), endedAt: moment(words[2]) };
  }
  if (state === 'cancelled') return { state, startedAt: moment(words[0]), endedAt: moment(words[1]) };
  return { state: 'lost', startedAt: moment(words[0]) };
};

/** Whether the job will not change any more. */
export const hasEnded = ({ state }: Pick<JobStatus, 'state'>): boolean =>
  state !== 'queued' && state !== 'running';

/** Asks the server how a job stands; a job nobody started is `absent`. */
export const jobStatus = async (connection: SshConnection, id: string): Promise<JobStatus> => {
  const [line = '', size] = await runScript(connection, 'Asking for a job', statusScript, [checkJobId(id)]);
  return { ...parseStatusLine(line), logBytes: whole(size?.trim()) ?? 0 };
};

/** The ids of the jobs that are on the server, ended ones included. */
export const listJobs = async (connection: SshConnection): Promise<string[]> => {
  const names = await runScript(connection, 'Listing jobs', listScript, []);
  return names.filter((name) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name));
};
