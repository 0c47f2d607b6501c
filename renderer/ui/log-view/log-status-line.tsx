import type { LogSnapshot } from './log-buffer.ts';
import type { LogStatus } from './use-log-stream.ts';

interface LogStatusLineProps {
  readonly snapshot: LogSnapshot;
  readonly status: LogStatus;
  readonly errorText: (error: unknown) => string;
}

const stateWords = { opening: 'Opening …', live: 'Live', ended: 'Complete' };

const statusText = (status: LogStatus, isPaused: boolean, errorText: (error: unknown) => string): string => {
  if (status.state === 'failed') return errorText(status.error);
  if (status.state === 'waiting') return `Interrupted, trying again. ${errorText(status.error)}`;
  return isPaused && status.state === 'live' ? 'Paused' : stateWords[status.state];
};

/** Whether a log is live, and how much of it is held. */
export const LogStatusLine = ({ snapshot, status, errorText }: LogStatusLineProps) => {
  const isBad = status.state === 'failed' || status.state === 'waiting';
  const text = statusText(status, snapshot.isPaused, errorText);
  return (
    <div className="flex items-center gap-3 border-line border-t bg-panel px-3 py-1 text-muted text-sm">
      <span role="status" title={text} className={`min-w-0 truncate ${isBad ? 'text-danger' : ''}`}>
        {text}
      </span>
      <span className="ml-auto shrink-0 tabular-nums">
        {snapshot.dropped > 0 && `${snapshot.dropped.toLocaleString('en')} older lines not held · `}
        {snapshot.count.toLocaleString('en')} {snapshot.count === 1 ? 'line' : 'lines'}
      </span>
    </div>
  );
};
