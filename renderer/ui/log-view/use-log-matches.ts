import { useEffect, useRef, useState } from 'react';
import { stripAnsi } from './ansi.ts';
import type { LogSnapshot } from './log-buffer.ts';
import type { LogMatcher } from './log-query.ts';

type Matcher = Extract<LogMatcher, { isValid: true }>;

interface Found {
  readonly matcher: Matcher | undefined;
  /** Sequence numbers of the lines that match, in order. */
  readonly seqs: readonly number[];
  readonly isSearching: boolean;
}

const budgetMs = 8;
const nothing: Found = { matcher: undefined, seqs: [], isSearching: false };

interface Scan {
  matcher: Matcher | undefined;
  seqs: number[];
  /** All lines in [from, to) have been looked at. */
  from: number;
  to: number;
}

const look = (scan: Scan, snapshot: LogSnapshot, seq: number): boolean =>
  scan.matcher?.has(stripAnsi(snapshot.row(seq - snapshot.firstSeq)?.text ?? '')) ?? false;

/** Looks at lines that were not looked at yet, for at most a few milliseconds; answers whether all are done. */
const scanSome = (scan: Scan, snapshot: LogSnapshot): boolean => {
  const end = snapshot.firstSeq + snapshot.count;
  const deadline = performance.now() + budgetMs;
  if (scan.to < snapshot.firstSeq || scan.from > end) {
    scan.from = snapshot.firstSeq;
    scan.to = snapshot.firstSeq;
    scan.seqs = [];
  }
  const older: number[] = [];
  const start = scan.from;
  for (let seq = snapshot.firstSeq; seq < start; seq += 1) if (look(scan, snapshot, seq)) older.push(seq);
  scan.seqs = [...older, ...scan.seqs.filter((seq) => seq >= snapshot.firstSeq)];
  scan.from = snapshot.firstSeq;
  for (; scan.to < end; scan.to += 1) {
    if (scan.to % 64 === 0 && performance.now() > deadline) return false;
    if (look(scan, snapshot, scan.to)) scan.seqs.push(scan.to);
  }
  return true;
};

/** Finds the lines of a log that match, a frame's share at a time, and keeps up with what arrives. */
export const useLogMatches = (snapshot: LogSnapshot, matcher: Matcher | undefined): Found => {
  const scan = useRef<Scan>({ matcher: undefined, seqs: [], from: 0, to: 0 });
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (scan.current.matcher !== matcher)
      scan.current = { matcher, seqs: [], from: snapshot.firstSeq, to: snapshot.firstSeq };
    if (!matcher) return setFound(nothing);
    let frame = 0;
    const step = () => {
      const isDone = scanSome(scan.current, snapshot);
      setFound({ matcher, seqs: [...scan.current.seqs], isSearching: !isDone });
      if (!isDone) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [snapshot, matcher]);
  return found.matcher === matcher ? found : nothing;
};
