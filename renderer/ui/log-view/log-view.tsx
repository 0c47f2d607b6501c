import { ArrowDownToLine } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { Button } from '../button.tsx';
import './log-view.css';
import type { LogBuffer, LogSnapshot } from './log-buffer.ts';
import { downloadLog } from './log-file.ts';
import { useLogPreferences } from './log-preferences.ts';
import { compileQuery, type LogQuery } from './log-query.ts';
import { LogRows, type LogRowsHandle } from './log-rows.tsx';
import { LogStatusLine } from './log-status-line.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { useLogMatches } from './use-log-matches.ts';
import { type LogStatus, useLogSnapshot } from './use-log-stream.ts';

interface LogViewProps {
  readonly label: string;
  readonly buffer: LogBuffer;
  readonly status: LogStatus;
  /** Beginning of the name of a downloaded file. */
  readonly fileName: string;
  /** What stands where no line is. */
  readonly emptyText: string;
  /** Controls of this log at the left end of the toolbar. */
  readonly tools?: ReactNode;
  /** Reads the page before the oldest line held. */
  readonly onReachStart?: (() => void) | undefined;
  readonly errorText: (error: unknown) => string;
}

const noQuery: LogQuery = { text: '', isRegex: false, isCaseSensitive: false };

const describeFound = (total: number, at: number, isSearching: boolean): string => {
  if (isSearching) return `${total.toLocaleString('en')} …`;
  if (total === 0) return 'none';
  return at < 0
    ? total.toLocaleString('en')
    : `${(at + 1).toLocaleString('en')} of ${total.toLocaleString('en')}`;
};

/** What is looked for, the lines that match, and the match the reader stands on. */
const useSearch = (snapshot: LogSnapshot, rows: React.RefObject<LogRowsHandle | null>, pause: () => void) => {
  const [query, setQuery] = useState(noQuery);
  const [isFiltered, setFiltered] = useState(false);
  const [currentSeq, setCurrentSeq] = useState<number>();
  const matcher = useMemo(() => compileQuery(query), [query]);
  const valid = matcher?.isValid ? matcher : undefined;
  const { seqs, isSearching } = useLogMatches(snapshot, valid);
  const only = useMemo(
    () =>
      valid && isFiltered
        ? seqs.map((seq) => seq - snapshot.firstSeq).filter((index) => index >= 0)
        : undefined,
    [valid, isFiltered, seqs, snapshot.firstSeq],
  );
  const at = currentSeq === undefined ? -1 : seqs.indexOf(currentSeq);
  const step = (by: 1 | -1) => {
    if (seqs.length === 0) return;
    const next = at < 0 ? (by === 1 ? 0 : seqs.length - 1) : (at + by + seqs.length) % seqs.length;
    const seq = seqs[next];
    if (seq === undefined) return;
    pause();
    setCurrentSeq(seq);
    rows.current?.scrollTo(only ? next : seq - snapshot.firstSeq);
  };
  return {
    query,
    setQuery: (next: LogQuery) => {
      setCurrentSeq(undefined);
      setQuery(next);
    },
    problem: matcher && !matcher.isValid ? matcher.problem : undefined,
    foundText: valid ? describeFound(seqs.length, at, isSearching) : '',
    find: valid?.find,
    isFiltered,
    setFiltered,
    only,
    currentSeq,
    step,
  };
};

/** A log: follows, pauses when scrolled up, searches, wraps, and downloads. Takes the height it is given. */
export const LogView = ({
  label,
  buffer,
  status,
  fileName,
  emptyText,
  tools,
  onReachStart,
  errorText,
}: LogViewProps) => {
  const snapshot = useLogSnapshot(buffer);
  const { isWrapped, hasTime, set } = useLogPreferences();
  const rows = useRef<LogRowsHandle>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const search = useSearch(snapshot, rows, buffer.pause);
  const onKeyDown = (event: KeyboardEvent): void => {
    const wantsSearch = event.key === 'f' && (event.ctrlKey || event.metaKey);
    if (!wantsSearch) return;
    event.preventDefault();
    searchRef.current?.focus();
    searchRef.current?.select();
  };
  const isLive = status.state === 'live' || status.state === 'waiting';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl F is for all that is inside
    <div className="flex h-full min-h-0 flex-col" onKeyDown={onKeyDown}>
      <LogToolbar
        tools={tools}
        query={search.query}
        onQuery={search.setQuery}
        problem={search.problem}
        foundText={search.foundText}
        onStep={search.step}
        isFiltered={search.isFiltered}
        onFiltered={search.setFiltered}
        isWrapped={isWrapped}
        onWrapped={(next) => set({ isWrapped: next })}
        hasTime={hasTime}
        onTime={(next) => set({ hasTime: next })}
        isPaused={snapshot.isPaused}
        canFollow={isLive}
        onPaused={(isPaused) => (isPaused ? buffer.pause() : buffer.resume())}
        onDownload={() => downloadLog(snapshot, fileName)}
        searchRef={searchRef}
      />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <LogRows
          ref={rows}
          label={label}
          snapshot={snapshot}
          only={search.only}
          isWrapped={isWrapped}
          hasTime={hasTime}
          find={search.find}
          currentSeq={search.currentSeq}
          onLeaveEnd={buffer.pause}
          onReachEnd={buffer.resume}
          onReachStart={onReachStart}
        />
        {snapshot.count === 0 && status.state !== 'opening' && (
          <p className="pointer-events-none absolute inset-x-0 top-6 text-center text-muted">{emptyText}</p>
        )}
        {snapshot.isPaused && (
          <Button
            size="sm"
            icon={ArrowDownToLine}
            onClick={buffer.resume}
            className="absolute right-4 bottom-3 shadow-overlay"
          >
            {snapshot.waiting > 0
              ? `Paused · ${snapshot.waiting.toLocaleString('en')} new lines`
              : 'Go to the newest line'}
          </Button>
        )}
      </div>
      <LogStatusLine snapshot={snapshot} status={status} errorText={errorText} />
    </div>
  );
};
