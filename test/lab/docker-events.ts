import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LabServer } from './server/server.ts';

/** An event as `docker events --format json` prints it. */
export interface PrintedEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  /** Nanoseconds since 1970, by the clock that the lab shares with this machine. */
  readonly timeNano: number;
}

/** Follows Docker's own events in a lab server, past SSH and past us. Answers how to stop. */
export const followPrintedEvents = (
  server: LabServer,
  filters: readonly string[],
  onEvent: (event: PrintedEvent) => void,
): (() => Promise<void>) => {
  const events = spawn(
    'docker',
    [
      ...['exec', server.name, 'docker', 'events', '--format', '{{json .}}'],
      // What happens until the daemon has answered is told afterwards: the lab's clock is that of this machine.
      ...['--since', String(Date.now() / 1000)],
      ...filters.flatMap((each) => ['--filter', each]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  createInterface({ input: events.stdout }).on('line', (line) => onEvent(JSON.parse(line) as PrintedEvent));
  return async () => {
    events.kill();
    await once(events, 'close');
  };
};
