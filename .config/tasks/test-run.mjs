// Runs the parts of `npm test` and counts them. A part is a check that holds or doesn't, a suite that counts its own
// tests into a JSON report, or something that this machine lacks.
import { rmSync } from 'node:fs';
import { run } from './child.mjs';
import { elapsed, say } from './say.mjs';

const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * `reports` is the folder of the JSON reports; `without` names what this machine is known to lack, which is told but
 * not counted as skipped. `results` has one entry a part: { name, passed, failed, skipped, took, failures, slowest }.
 */
export const createTestRun = ({ reports, without = [] }) => {
  const results = [];
  const record = (name, counts, since) => results.push({ name, ...nothing, ...counts, took: elapsed(since) });

  /** Work that resolves to an exit code, or to nothing; resolves to whether it held. */
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

  /** A program that writes `report`; a run that broke without a failed test, or counted none, is one failure. */
  const suite = async (name, counts, program, { args, env = () => ({}), timeoutMs }) => {
    const since = Date.now();
    const report = `${reports}/${name}.json`;
    say(`\n── ${name}`);
    rmSync(report, { force: true });
    const code = await run(program, args(report), {
      env: env(report),
      stdin: 'ignore',
      timeoutMs,
    });
    const counted = counts(report);
    const isBroken = counted.failed === 0 && (code !== 0 || counted.passed === 0);
    if (isBroken) say(`${name} FAILED: exit code ${code}${code === 124 ? ' (out of time)' : ''}`);
    record(name, isBroken ? { ...counted, failed: 1 } : counted, since);
  };

  /** A part that cannot run here. */
  const missing = (name, reason) => {
    const isKnown = without.includes(name);
    say(`\n!! ${name.toUpperCase()} NOT RUN: ${reason}${isKnown ? ' (known of this machine)' : ''}`);
    record(name, isKnown ? { without: true } : { skipped: 1 }, Date.now());
  };

  return { results, check, suite, missing };
};
