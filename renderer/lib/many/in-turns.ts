/** Lets so many run at once; the others wait for their turn, in the order in which they came. */
export function inTurns(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      // the turn is handed on: nobody who comes meanwhile is let in between
      if (next) next();
      else running -= 1;
    }
  };
}
