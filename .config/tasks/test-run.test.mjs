import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from './test-counts.mjs';
import { parts } from './test-parts.mjs';
import { createTestRun } from './test-run.mjs';
import { summaryOf } from './test-summary.mjs';

let reports;
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'quayside-reports-'));
});
afterEach(() => rmSync(reports, { recursive: true, force: true }));

const fileOf = (report) => {
  const path = join(reports, 'some.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
};

const test = (status, more = {}) => ({
  status,
  fullName: `is ${status}`,
  duration: 1,
  failureMessages: [],
  ...more,
});

const vitestReport = (tests, more = {}) => ({
  numPassedTests: tests.filter(({ status }) => status === 'passed').length,
  numFailedTests: tests.filter(({ status }) => status === 'failed').length,
  numPendingTests: tests.filter(({ status }) => status === 'skipped').length,
  testResults: [{ name: `${process.cwd()}/a.test.ts`, status: 'passed', assertionResults: tests }],
  ...more,
});

/** Runs a suite whose program is one line of JavaScript; `$report` stands for the path of its report. */
const suiteOf = async (line, timeoutMs = 30_000) => {
  const { results, suite } = createTestRun({ reports });
  await suite('some', vitestCounts, process.execPath, {
    args: (report) => ['-e', line.replaceAll('$report', JSON.stringify(report))],
    timeoutMs,
  });
  return results[0];
};

const writing = (report) => `fs.writeFileSync($report, ${JSON.stringify(JSON.stringify(report))});`;

describe('the counts of vitest', () => {
  it('are none without a report', () => {
    expect(vitestCounts(join(reports, 'none.json'))).toMatchObject({ passed: 0, failed: 0, skipped: 0 });
  });

  it('name what failed by file and title, without colours', () => {
    const failed = test('failed', { failureMessages: ['\u001b[31mexpected 1\u001b[39m\nto be 2'] });
    const counted = vitestCounts(fileOf(vitestReport([test('passed'), failed, test('skipped')])));
    expect(counted).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(counted.failures).toEqual([{ test: 'a.test.ts › is failed', why: 'expected 1\nto be 2' }]);
  });

  it('tell of a long failure how it begins and how it ends', () => {
    const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`);
    const failed = test('failed', { failureMessages: [lines.join('\n')] });
    const [{ why }] = vitestCounts(fileOf(vitestReport([failed]))).failures;
    expect(why).toMatch(/^line 0\n[\s\S]*line 5\n… 70 lines …\nline 76\n[\s\S]*line 99$/);
  });

  it('count a file that could not be loaded as one failure', () => {
    const unloaded = {
      name: `${process.cwd()}/b.test.ts`,
      status: 'failed',
      assertionResults: [],
      message: 'no',
    };
    const counted = vitestCounts(fileOf(vitestReport([], { testResults: [unloaded] })));
    expect(counted).toMatchObject({ failed: 1, failures: [{ test: 'b.test.ts', why: 'no' }] });
  });

  it('count a test that is only promised as skipped', () => {
    expect(vitestCounts(fileOf(vitestReport([], { numTodoTests: 2 })))).toMatchObject({ skipped: 2 });
  });

  it('know the slowest tests, the slowest first', () => {
    const tests = [test('passed', { duration: 5 }), test('failed', { duration: 7 })];
    expect(vitestCounts(fileOf(vitestReport(tests))).slowest.map(({ ms }) => ms)).toEqual([7, 5]);
  });
});

describe('the counts of Playwright', () => {
  const spec = (status, duration = 1) => ({
    file: 'a.spec.ts',
    line: 3,
    title: `is ${status}`,
    tests: [{ status, results: [{ duration, error: { message: 'no' } }] }],
  });
  const report = (specs, more = {}) => ({
    stats: Object.fromEntries(
      ['expected', 'unexpected', 'flaky', 'skipped'].map((status) => [
        status,
        specs.filter(({ tests }) => tests[0].status === status).length,
      ]),
    ),
    suites: [{ specs: specs.slice(0, 1), suites: [{ specs: specs.slice(1) }] }],
    ...more,
  });

  it('count a test that passed only on its second try as failed', () => {
    const counted = playwrightCounts(fileOf(report([spec('expected'), spec('flaky'), spec('unexpected')])));
    expect(counted).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
    expect(counted.failures.map(({ test }) => test)).toEqual([
      'a.spec.ts:3 › is flaky',
      'a.spec.ts:3 › is unexpected',
    ]);
  });

  it('count an error beside the tests', () => {
    const counted = playwrightCounts(
      fileOf(report([spec('expected')], { errors: [{ message: 'cannot load' }] })),
    );
    expect(counted).toMatchObject({ passed: 1, failed: 1, failures: [{ why: 'cannot load' }] });
  });
});

describe('a suite', () => {
  it('is what its report counts', async () => {
    const result = await suiteOf(
      `${writing(vitestReport([test('passed'), test('failed')]))} process.exit(1)`,
    );
    expect(result).toMatchObject({ passed: 1, failed: 1 });
  });

  it('that broke although no test failed counts as one failure', async () => {
    const result = await suiteOf(`${writing(vitestReport([test('passed')]))} process.exit(3)`);
    expect(result).toMatchObject({ passed: 1, failed: 1 });
  });

  it('that ran no test counts as one failure, even with exit code 0', async () => {
    expect(await suiteOf('process.exit(0)')).toMatchObject({ passed: 0, failed: 1 });
    expect(await suiteOf(`${writing(vitestReport([test('skipped')]))}`)).toMatchObject({
      failed: 1,
      skipped: 1,
    });
  });

  it('that is out of time counts as one failure', async () => {
    expect(await suiteOf('setInterval(() => {}, 1000)', 100)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('never counts the report of an earlier run', async () => {
    writeFileSync(join(reports, 'some.json'), JSON.stringify(vitestReport([test('passed')])));
    expect(await suiteOf('process.exit(0)')).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('a check', () => {
  it.each([
    ['holds', async () => undefined, { passed: 1, failed: 0 }],
    ['holds with exit code 0', async () => 0, { passed: 1, failed: 0 }],
    ['fails with another', async () => 2, { passed: 0, failed: 1 }],
    ['fails with an error', () => Promise.reject(new Error('no')), { passed: 0, failed: 1 }],
  ])('%s', async (_, work, counted) => {
    const { results, check } = createTestRun({ reports });
    expect(await check('some', work)).toBe(counted.passed === 1);
    expect(results).toMatchObject([counted]);
  });
});

describe('the end', () => {
  const some = { name: 'unit', passed: 2, failed: 0, skipped: 0, took: '1 s' };

  it('counts what this machine lacks as skipped, unless it is named', () => {
    const counted = (without) => {
      const { results, missing } = createTestRun({ reports, without });
      missing('electron', 'no binary');
      return summaryOf([some, ...results], { isStrict: true });
    };
    expect(counted([])).toMatchObject({ counts: '2 passed, 1 failed', exitCode: 1 });
    expect(counted(['electron'])).toMatchObject({ counts: '2 passed, 0 failed', exitCode: 0 });
    expect(counted(['electron']).lines).toContain('electron     not on this machine');
  });

  it('counts skipped tests as failed in CI only, and says so', () => {
    const results = [{ ...some, skipped: 3 }];
    expect(summaryOf(results, { isStrict: false })).toMatchObject({
      counts: '2 passed, 0 failed',
      exitCode: 0,
    });
    const strict = summaryOf(results, { isStrict: true });
    expect(strict).toMatchObject({ counts: '2 passed, 3 failed', exitCode: 1 });
    expect(strict.lines.at(-1)).toBe('QUAYSIDE_CI is set: the 3 skipped count as failed.');
  });

  it('fails where nothing passed', () => {
    expect(summaryOf([], { isStrict: false })).toMatchObject({ counts: '0 passed, 0 failed', exitCode: 1 });
  });

  it('tells the parts in one order, whichever ended first', () => {
    const results = ['integration', 'unit', 'setup'].map((name) => ({ ...some, name }));
    const { lines } = summaryOf(results, { isStrict: true, took: '24.0 s' });
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(['setup', 'unit', 'integration', 'all']);
    expect(lines.at(-1)).toBe('all of it    24.0 s');
  });

  it('tells the slowest twenty of all parts, and why tests failed', () => {
    const slowest = Array.from({ length: 15 }, (_, at) => ({ test: `t${at}`, ms: at * 1000 }));
    const results = [
      { ...some, slowest },
      { ...some, name: 'e2e', slowest, failed: 1, failures: [{ test: 'a', why: 'because\nof b' }] },
    ];
    const { lines } = summaryOf(results, { isStrict: true });
    expect(lines).toContain('── the slowest 20');
    expect(lines).toContain('   14.0 s  unit  t14');
    expect(lines.filter((line) => / t\d+$/.test(line))).toHaveLength(20);
    expect(lines).toEqual(expect.arrayContaining(['✘ a', '    because\n    of b']));
  });
});

it('every part ends before CI ends the whole', () => {
  const ci = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');
  const [, outer] = /timeout --kill-after=\d+ (\d+)m npm test/.exec(ci) ?? [];
  const all = Object.values(parts).reduce((total, minutes) => total + minutes, 0);
  expect(all).toBeLessThan(Number(outer));
});
