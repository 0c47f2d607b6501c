import type { Clock } from '#core/clock.ts';

/** A clock that stands until the test moves it. */
export interface OwnedClock extends Clock {
  /** Moves on, calling in their order what falls due, and lets what that set going come to rest. */
  advance(ms: number): Promise<void>;
  /** How many wait to be woken. */
  readonly waiting: number;
}

export function createOwnedClock(): OwnedClock {
  let now = 0;
  const due: { at: number; call: () => void }[] = [];
  return {
    elapsed: () => now,
    after(ms, call) {
      const entry = { at: now + ms, call };
      due.push(entry);
      return () => {
        const index = due.indexOf(entry);
        if (index >= 0) due.splice(index, 1);
      };
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        await atRest();
        const [next] = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        due.splice(due.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.call();
      }
      now = until;
      await atRest();
    },
    get waiting() {
      return due.length;
    },
  };
}

const turns = 20;

/** Some turns of the event loop: what awaits nothing outside of this process has come to rest by then. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
