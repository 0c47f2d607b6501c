import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatBytes } from '../../../lib/format.ts';
import { type FilePlace, lookAgain, type Occupant, occupantOf, uploadFile } from './transfer.ts';

interface Options {
  readonly onProgress: (done: number, size: number) => void;
  readonly signal: AbortSignal;
}

/** Whether a file takes the place of one that is there; `all`: so for the rest of what is sent, too. */
interface Answer {
  readonly isReplacing: boolean;
  readonly all: boolean;
}

/** What is asked before a file takes the place of another one. */
export interface Replacement {
  readonly name: string;
  readonly is: Pick<Occupant, 'size'>;
  readonly next: { readonly size: number };
  /** How many more wait behind it. */
  readonly others: number;
  readonly answer: (answer: Answer) => void;
}

/** What is on its way up or down, one after the other; leaving the page ends nothing that is sent already. */
export function useTransfers() {
  const [words, setWords] = useState('');
  const [error, setError] = useState<unknown>();
  const client = useQueryClient();
  const last = useRef(Promise.resolve());
  const abort = useRef(new AbortController());
  const [replacement, setReplacement] = useState<Replacement>();
  const waiting = useRef(0);
  const answerToAll = useRef<Answer>(undefined);

  /** Asks once, or not at all where the answer was for all. */
  const isReplacing = async (name: string, is: Occupant, next: File): Promise<boolean> => {
    const others = waiting.current - 1;
    const answered = Promise.withResolvers<Answer>();
    if (!answerToAll.current)
      setReplacement({ name, is, next, others, answer: (given) => answered.resolve(given) });
    const answer = answerToAll.current ?? (await answered.promise);
    setReplacement(undefined);
    if (answer.all) answerToAll.current = answer;
    return answer.isReplacing;
  };

  const run = (name: string, transfer: (options: Options) => Promise<void>): void => {
    setError(undefined);
    const { signal } = abort.current;
    const onProgress = (done: number, size: number) =>
      setWords(`${name}: ${formatBytes(done)} of ${formatBytes(size)}`);
    last.current = last.current
      .then(() => (signal.aborted ? undefined : transfer({ onProgress, signal })))
      .catch((problem: unknown) => {
        if (!signal.aborted) setError(problem);
      })
      .finally(() => setWords(''));
  };

  return {
    words,
    error,
    run,
    /** Asked before a file takes the place of another one; undefined while nothing is asked. */
    replacement,
    upload: (place: FilePlace, file: File): void => {
      waiting.current += 1;
      run(file.name, async (options) => {
        const is = await occupantOf(place, options.signal);
        if (is && !(await isReplacing(file.name, is, file))) return;
        await uploadFile(place, file, { ...options, over: is?.version ?? 'new' });
        await lookAgain(client);
      });
      last.current = last.current.then(() => {
        waiting.current -= 1;
        if (waiting.current === 0) answerToAll.current = undefined;
      });
    },
    cancel: (): void => {
      abort.current.abort();
      abort.current = new AbortController();
    },
  };
}
