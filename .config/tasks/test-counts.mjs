// Reads the JSON reports of the two test runners into { passed, failed, skipped }. A missing report is no tests at all.
import { existsSync, readFileSync } from 'node:fs';

const none = { passed: 0, failed: 0, skipped: 0 };
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** A test file that could not even be loaded counts as one failure. */
export const vitestCounts = (path) => {
  const report = read(path);
  if (!report) return none;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
};

/** A test that passed only on its second try counts as failed. */
export const playwrightCounts = (path) => {
  const report = read(path);
  if (!report) return none;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
};
