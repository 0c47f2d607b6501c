import { parentPort } from 'node:worker_threads';
import { type Examination, examine } from './examine.ts';

// The entry of a thread: answers one examination after the other.
parentPort?.on('message', ({ id, asked }: { id: number; asked: Examination }) => {
  parentPort?.postMessage({ id, examined: examine(asked) });
});
