// Progress goes to stderr: stdout belongs to the program that is started (`serve` prints one JSON line there).
const started = Date.now();

export const say = (text) => process.stderr.write(`${text}\n`);
export const elapsed = (since = started) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Ends the task with a plain sentence instead of a stack trace; anything unexpected keeps its stack. */
export const fail = (error) => {
  process.stderr.write(`${error?.expected ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
};

/** An error whose message is all a person needs. */
export const expected = (message) => Object.assign(new Error(message), { expected: true });
