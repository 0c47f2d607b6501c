// `npm test`: every check this machine can run. One loud line for each it can't; the last line is `N passed, N failed`.
// QUAYSIDE_CI=1 (set by .ci/run): whatever is skipped counts as failed. QUAYSIDE_WITHOUT=electron,… names what a machine
// cannot have, which is told and not counted.
import { mkdirSync } from 'node:fs';
import { build } from './build.mjs';
import { run } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { findElectron } from './electron-binary.mjs';
import { inPackage, inProject, projectNode } from './project.mjs';
import { elapsed, say } from './say.mjs';
import { setup } from './setup.mjs';
import { playwrightCounts, vitestCounts } from './test-counts.mjs';
import { timeoutMsOf } from './test-parts.mjs';
import { createTestRun } from './test-run.mjs';
import { summaryOf } from './test-summary.mjs';

const isStrict = process.env.QUAYSIDE_CI === '1';
const reports = inProject('out', 'reports');
const without = (process.env.QUAYSIDE_WITHOUT ?? '').split(',');
const { results, check, suite, missing } = createTestRun({ reports, without });

const node = (name, program, ...args) =>
  check(name, () =>
    run(projectNode(), [program, ...args], { stdin: 'ignore', timeoutMs: timeoutMsOf(name) }),
  );

const vitest = (name, env = {}) =>
  suite(name, vitestCounts, projectNode(), {
    args: (report) => [
      inPackage('vitest', 'vitest.mjs'),
      'run',
      '--config=.config/vitest.config.ts',
      `--project=${name}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env: () => env,
    timeoutMs: timeoutMsOf(name),
  });

const playwright = (name, project) =>
  suite(name, playwrightCounts, projectNode(), {
    args: () => [
      inPackage('@playwright/test', 'cli.js'),
      'test',
      '--config=.config/playwright.config.ts',
      `--project=${project}`,
      '--reporter=list,json',
    ],
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    timeoutMs: timeoutMsOf(name),
  });

const electronSmoke = async () => {
  if (!findElectron()) {
    missing('electron', "Electron's binary is not on this machine (`npm start` fetches it where it can)");
    return;
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    missing('electron', 'there is no display (run it under xvfb-run)');
    return;
  }
  await playwright('electron', 'electron');
};

const checks = async () => {
  await node('types', inPackage('typescript', 'bin/tsc'), '-b', 'tsconfig.json');
  await node('biome', inPackage('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.');
  await node('knip', inPackage('knip', 'bin/knip.js'), '--config', '.config/knip.json');
};

const windows = async () => {
  if (findChromium()) {
    await playwright('e2e', 'browser');
    await playwright('e2e-lab', 'lab');
  } else {
    for (const name of ['e2e', 'e2e-lab'])
      missing(name, 'no Chromium found; install it or name it in CHROMIUM');
  }
  await electronSmoke();
};

const everything = async () => {
  if (!(await check('setup', setup))) return;
  await checks();
  const isBuilt = await check('build', build);
  await vitest('unit');
  await vitest('integration', isBuilt ? { QUAYSIDE_BUILT: '1' } : {});
  if (isBuilt) await windows();
};

mkdirSync(reports, { recursive: true });
await everything();

const { lines, counts, exitCode } = summaryOf(results, { isStrict, took: elapsed() });
for (const line of lines) say(line);
process.stdout.write(`${counts}\n`, () => process.exit(exitCode));
