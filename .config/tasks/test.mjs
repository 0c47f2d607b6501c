// `npm test`: every check this machine can run. One loud line for each it can't; the last line is `N passed, N failed`.
// QUAYSIDE_CI=1 (set by .ci/run): whatever is skipped counts as failed.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { run } from './child.mjs';
import { findElectron } from './electron-binary.mjs';
import { inPackage, inProject, projectNode } from './project.mjs';
import { elapsed, say } from './say.mjs';
import { setup } from './setup.mjs';
import { playwrightCounts, vitestCounts } from './test-counts.mjs';

const strict = process.env.QUAYSIDE_CI === '1';
const reports = inProject('out', 'reports');
const minutes = (count) => count * 60_000;
const results = [];

const record = (name, counts, since) => {
  results.push({ name, passed: 0, failed: 0, skipped: 0, ...counts, took: elapsed(since) });
};

/** One check that either holds or doesn't. */
const check = async (name, work) => {
  const since = Date.now();
  say(`\n── ${name}`);
  const problem = await work().then(
    (code) => (code ? `exit code ${code}` : undefined),
    (error) => error.message,
  );
  if (problem) say(`${name} FAILED: ${problem}`);
  record(name, problem ? { failed: 1 } : { passed: 1 }, since);
  return problem === undefined;
};

/** A suite that counts its own tests into a JSON report; a run that broke without a failed test counts as one failure. */
const suite = async (name, counts, program, args, { env, timeoutMs }) => {
  const since = Date.now();
  const report = `${reports}/${name}.json`;
  say(`\n── ${name}`);
  rmSync(report, { force: true });
  const code = await run(projectNode(), [program, ...args(report)], {
    env: { ...env(report), QUAYSIDE_TEST_RUN: '1' },
    stdin: 'ignore',
    timeoutMs,
  });
  const counted = counts(report);
  const broken = code !== 0 && counted.failed === 0;
  if (broken) say(`${name} FAILED: exit code ${code}${code === 124 ? ' (out of time)' : ''}`);
  record(name, broken ? { ...counted, failed: 1 } : counted, since);
};

const missing = (name, reason) => {
  say(`\n!! ${name.toUpperCase()} NOT RUN: ${reason}`);
  record(name, { skipped: 1, required: true }, Date.now());
};

const node =
  (program, ...args) =>
  () =>
    run(projectNode(), [program, ...args], { stdin: 'ignore', timeoutMs: minutes(5) });

const vitest = (name, timeoutMs) =>
  suite(
    name,
    vitestCounts,
    inPackage('vitest', 'vitest.mjs'),
    (report) => [
      'run',
      '--config=.config/vitest.config.ts',
      `--project=${name}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { env: () => (strict ? { QUAYSIDE_LAB: 'required' } : {}), timeoutMs },
  );

const playwright = (name, project, timeoutMs) =>
  suite(
    name,
    playwrightCounts,
    inPackage('@playwright/test', 'cli.js'),
    () => ['test', '--config=.config/playwright.config.ts', `--project=${project}`, '--reporter=list,json'],
    { env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }), timeoutMs },
  );

const hasChromium = () =>
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].some(
    (path) => path && existsSync(path),
  );

const electronSmoke = async () => {
  const program = findElectron();
  if (!program) {
    say(
      "\n!! ELECTRON SMOKE NOT RUN: Electron's binary is not on this machine (`npm start` fetches it where it can)",
    );
    return;
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    say('\n!! ELECTRON SMOKE NOT RUN: there is no display (run it under xvfb-run)');
    return;
  }
  await playwright('electron', 'electron', minutes(5));
};

const hasIntegration = () => readdirSync(inProject('test', 'integration'), { recursive: true }).length > 0;

const everything = async () => {
  if (!(await check('setup', setup))) return;
  await check('types', node(inPackage('typescript', 'bin/tsc'), '-b', 'tsconfig.json'));
  await check('biome', node(inPackage('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.'));
  await check('knip', node(inPackage('knip', 'bin/knip.js'), '--config', '.config/knip.json'));
  const built = await check('build', build);
  await vitest('unit', minutes(15));
  if (hasIntegration()) await vitest('integration', minutes(45));
  if (built && hasChromium()) await playwright('e2e', 'browser', minutes(45));
  else if (built) missing('e2e', 'no Chromium found; install it or name it in CHROMIUM');
  if (built) await electronSmoke();
};

mkdirSync(reports, { recursive: true });
await everything();

const sum = (field) => results.reduce((total, result) => total + result[field], 0);
const failed = sum('failed') + (strict ? sum('skipped') : 0);
const failures = results.flatMap((result) => result.failures ?? []);
if (failures.length > 0) say('\n── what failed');
for (const { test, why } of failures) say(`✘ ${test}\n${why.replace(/^/gm, '    ')}`);
say('');
for (const { name, passed, failed: broken, skipped, took } of results) {
  say(
    `${name.padEnd(12)} ${passed} passed, ${broken} failed${skipped ? `, ${skipped} SKIPPED` : ''} (${took})`,
  );
}
if (strict && sum('skipped') > 0) say(`QUAYSIDE_CI is set: the ${sum('skipped')} skipped count as failed.`);
process.stdout.write(`${sum('passed')} passed, ${failed} failed\n`, () => process.exit(failed > 0 ? 1 : 0));
