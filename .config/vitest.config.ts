import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `unit` needs nothing but this clone; `integration` starts real servers and is given minutes. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}', '.config/**/*.test.{ts,mjs}'],
          environment: 'node',
          // A worker keeps what it loaded: the same modules loaded anew for each file took longer than the tests.
          isolate: false,
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        root,
        test: {
          name: 'integration',
          include: ['test/{integration,lab}/**/*.test.ts'],
          globalSetup: `${root}test/lab/global-setup.ts`,
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          maxWorkers: 2,
        },
      },
    ],
  },
});
