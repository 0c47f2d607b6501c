/** Path of the Chromium that tests and pictures use: the one that `CHROMIUM` names, else the first found; or undefined. */
export function findChromium(): string | undefined;
