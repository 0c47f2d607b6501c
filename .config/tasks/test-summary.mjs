// What `npm test` says at its end: why tests failed, how long each part and the slowest tests took, and the counts.
import { order } from './test-parts.mjs';

const slowestShown = 20;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(9);

const partLine = ({ name, passed, failed, skipped, took, without }) =>
  without
    ? `${name.padEnd(12)} not on this machine`
    : `${name.padEnd(12)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} SKIPPED` : ''} (${took})`;

const slowestLines = (results) => {
  const all = results.flatMap(({ name, slowest = [] }) => slowest.map((each) => ({ ...each, part: name })));
  if (all.length === 0) return [];
  const shown = all.sort((a, b) => b.ms - a.ms).slice(0, slowestShown);
  return [
    `── the slowest ${shown.length}`,
    ...shown.map(({ ms, part, test }) => `${seconds(ms)}  ${part}  ${test}`),
    '',
  ];
};

const failureLines = (results) => {
  const failures = results.flatMap((result) => result.failures ?? []);
  if (failures.length === 0) return [];
  return [
    '── what failed',
    ...failures.flatMap(({ test, why }) => [`✘ ${test}`, why.replace(/^/gm, '    ')]),
    '',
  ];
};

const inOrder = (results) => results.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));

/**
 * `isStrict` counts what was skipped as failed; `took` is how long all of it was. Answers the
 * lines for people, the last line, and the exit code.
 */
export const summaryOf = (ended, { isStrict, took }) => {
  const results = inOrder(ended);
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  const skipped = sum('skipped');
  const failed = sum('failed') + (isStrict ? skipped : 0);
  const strictLines =
    isStrict && skipped > 0 ? [`QUAYSIDE_CI is set: the ${skipped} skipped count as failed.`] : [];
  return {
    lines: [
      '',
      ...failureLines(results),
      ...slowestLines(results),
      ...results.map(partLine),
      `all of it    ${took}`,
      ...strictLines,
    ],
    counts: `${sum('passed')} passed, ${failed} failed`,
    exitCode: failed > 0 || sum('passed') === 0 ? 1 : 0,
  };
};
