import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files that take minutes, the longest first: begun last, one of them would keep a worker busy while the others are done. */
const long = [
  'server-setup',
  'access/matrix',
  'remote-volume',
  'docs-shop',
  'databases',
  'server-connect',
  'drain-faults',
  'deploy-recover',
  'deploy-faults',
  'compose-drain',
  'deploy-git',
  'deploy-compose',
  'adopt-compose',
  'hostile-values',
  'remote-git',
  'move-service',
  'deploy-runtime',
  'deploy-stack',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((name) => moduleId.endsWith(`/integration/${name}.test.ts`));
      return found < 0 ? long.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** `unit` needs nothing but this clone; `integration` starts real servers and is given minutes. */
export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongFirst },
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
          // CI's log is all that is left of a failure there: requests that were lost are told one by one.
          chaiConfig: { truncateThreshold: 0 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Most that is looked for is asked of a docker command, which takes a tenth of a second of the processor.
          expect: { poll: { timeout: 60_000, interval: 250 } },
          maxWorkers: 3,
        },
      },
    ],
  },
});
