import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/model/errors.ts';
import type { Examination, Examined } from './examine.ts';

/**
 * How much of a processor one project may take; whoever writes a longer one means harm, or meant something else. It is the
 * thread's own time where Node tells it (24.6 and later): on a busy machine a sound project waits for others.
 */
const patienceMs = 2_000;
/** A thread that just begins has to load first. */
const startMs = 8_000;
/** By the clock no project takes longer than so many times its patience, however busy the machine is. */
const busiest = 5;
const heapMiB = 256;

interface Waiting {
  readonly asked: Examination;
  readonly resolve: (examined: Examined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Examines compose projects in a thread of its own, one after the other, so that no text holds anybody else up: one that
 * takes too long or too much memory ends with the thread, as INVALID_INPUT, and the next one gets a new thread.
 */
class Examiner {
  readonly #queue: Waiting[] = [];
  #thread: Worker | undefined;
  #isReady = false;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  examine(asked: Examination): Promise<Examined> {
    const { promise, resolve, reject } = Promise.withResolvers<Examined>();
    this.#queue.push({ asked, resolve, reject });
    this.#next();
    return promise;
  }

  async close(): Promise<void> {
    await this.#end();
  }

  #next(): void {
    if (this.#current) return;
    this.#current = this.#queue.shift();
    if (!this.#current) return;
    const thread = this.#open();
    this.#time(thread, this.#isReady ? patienceMs : startMs);
    thread.postMessage({ id: 0, asked: this.#current.asked });
  }

  /** Ends the thread where it took more than its patience for what it examines now. */
  #time(thread: Worker, patience: number): void {
    const asked = this.#current;
    const began = performance.now();
    const before = spentBy(thread);
    const look = async (): Promise<void> => {
      const spent = (await spentBy(thread)) - (await before);
      if (this.#current !== asked) return;
      const leftMs = patience - spent;
      if (leftMs > 0 && performance.now() - began < busiest * patience) wait(leftMs);
      else this.#fail();
    };
    const wait = (ms: number): void => {
      this.#timer = setTimeout(() => void look(), ms);
    };
    wait(patience);
  }

  #open(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(script(), { resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
    thread.unref();
    thread.on('message', ({ examined }: { examined: Examined }) => {
      if (thread !== this.#thread) return;
      this.#isReady = true;
      this.#settle((waiting) => waiting.resolve(examined));
    });
    thread.on('error', () => {
      if (thread === this.#thread) this.#fail();
    });
    this.#thread = thread;
    return thread;
  }

  #fail(): void {
    void this.#end();
    const message = 'takes too long or too much memory to read; it holds something that multiplies itself';
    const error = new AppError('INVALID_INPUT', { issues: [{ path: 'spec.files', message }] });
    this.#settle((waiting) => waiting.reject(error));
  }

  #settle(tell: (waiting: Waiting) => void): void {
    clearTimeout(this.#timer);
    const waiting = this.#current;
    this.#current = undefined;
    if (waiting) tell(waiting);
    this.#next();
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#isReady = false;
    await thread?.terminate();
  }
}

/** The milliseconds of a processor that a thread took so far; by the clock where Node does not tell, or it ended. */
async function spentBy(thread: Worker): Promise<number> {
  try {
    const { user, system } = await thread.cpuUsage();
    return (user + system) / 1_000;
  } catch {
    return performance.now();
  }
}

/** Beside this file in the sources; beside the entry of the host where it is bundled. */
function script(): string {
  const beside = ['./thread.ts', './compose-thread.js', '../compose-thread.js'];
  const paths = beside.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error('the thread of the compose loader is not there');
  return found;
}

/** The one of this process: a thread costs 30 MB, and is made at its first use. */
export const examiner = new Examiner();
