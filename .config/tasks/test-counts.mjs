// Reads the JSON reports of the two test runners into { passed, failed, skipped, failures: [{ test, why }],
// slowest: [{ test, ms }] }.
// A missing report is no tests at all.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const none = { passed: 0, failed: 0, skipped: 0, failures: [], slowest: [] };

const slowestOf = (tests) => tests.sort((a, b) => b.ms - a.ms).slice(0, 20);
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const colours = /\u001b\[[0-9;]*m/g;
const linesShown = { first: 6, last: 24 };
/** A failure by its first and its last lines: enough to know it by in a log that shows only its end. */
const reason = (message = '') => {
  const lines = message.replace(colours, '').trim().split('\n');
  const left = lines.length - linesShown.first - linesShown.last;
  const shown =
    left <= 0
      ? lines
      : [...lines.slice(0, linesShown.first), `… ${left} lines …`, ...lines.slice(-linesShown.last)];
  return shown.map((line) => line.slice(0, 2_000)).join('\n');
};

/** A test file that could not even be loaded counts as one failure. */
export const vitestCounts = (path) => {
  const report = read(path);
  if (!report) return none;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failedTests = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({
        test: `${relative('', file.name)} › ${test.fullName}`,
        why: reason(test.failureMessages[0]),
      })),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures: [
      ...failedTests,
      ...unloaded.map((file) => ({ test: relative('', file.name), why: reason(file.message) })),
    ],
    slowest: slowestOf(
      report.testResults.flatMap((file) =>
        file.assertionResults.map(({ fullName, duration }) => ({
          test: `${relative('', file.name)} › ${fullName}`,
          ms: duration ?? 0,
        })),
      ),
    ),
  };
};

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** A test that passed only on its second try counts as failed. */
export const playwrightCounts = (path) => {
  const report = read(path);
  if (!report) return none;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const specs = report.suites.flatMap(specsOf);
  const failures = specs
    .filter((spec) => spec.tests.some((test) => test.status === 'unexpected' || test.status === 'flaky'))
    .map((spec) => ({
      test: `${spec.file}:${spec.line} › ${spec.title}`,
      why: reason(spec.tests[0]?.results[0]?.error?.message),
    }));
  const slowest = slowestOf(
    specs.map(({ file, title, tests }) => ({
      test: `${file} › ${title}`,
      ms: tests.flatMap(({ results }) => results).reduce((total, { duration }) => total + duration, 0),
    })),
  );
  // A suite that could not be loaded is told beside the tests, and counted nowhere.
  const unloaded = (report.errors ?? []).map((error) => ({ test: 'e2e', why: reason(error.message) }));
  return {
    passed: expected,
    failed: unexpected + flaky + unloaded.length,
    skipped,
    failures: [...failures, ...unloaded],
    slowest,
  };
};
