import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entries = {
  headless: { source: 'electron/headless/main.ts', built: 'out/headless/main.js' },
  cli: { source: 'electron/cli/quayside.ts', built: 'out/cli/quayside.js' },
};

/**
 * The program that a test starts in a process of its own: what `npm test` built a moment ago, which takes half the
 * processor time to start, and by hand the sources, to which a build may be old.
 */
export const entryOf = (program: keyof typeof entries): string =>
  root + entries[program][process.env.QUAYSIDE_BUILT ? 'built' : 'source'];
