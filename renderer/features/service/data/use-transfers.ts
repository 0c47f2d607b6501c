import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatBytes } from '../../../lib/format.ts';
import { type FilePlace, lookAgain, uploadFile } from './transfer.ts';

interface Options {
  readonly onProgress: (done: number, size: number) => void;
  readonly signal: AbortSignal;
}

/** What is on its way up or down, one after the other; leaving the page ends nothing that is sent already. */
export function useTransfers() {
  const [words, setWords] = useState('');
  const [error, setError] = useState<unknown>();
  const client = useQueryClient();
  const last = useRef(Promise.resolve());
  const abort = useRef(new AbortController());

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
    upload: (place: FilePlace, file: File): void =>
      run(file.name, async (options) => {
        await uploadFile(place, file, { ...options, over: 'new' });
        await lookAgain(client);
      }),
    cancel: (): void => {
      abort.current.abort();
      abort.current = new AbortController();
    },
  };
}
