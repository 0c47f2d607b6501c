import { existsSync } from 'node:fs';

// The headless shell comes first: it has no window, no profile and no extensions to start, and a test that begins with
// a fresh page takes half as long in it (3.4 s against 7 s on two cores).
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of the Chromium that tests and pictures use: the one that `CHROMIUM` names, else the first found; or undefined. */
export const findChromium = () =>
  [process.env.CHROMIUM, ...places].find((path) => path !== undefined && existsSync(path));
