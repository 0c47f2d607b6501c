// `npm run soak -- [name …]`: what takes too long for `npm test`, on real servers of the lab.
import { run } from './child.mjs';
import { inProject, projectNode } from './project.mjs';
import { elapsed, expected, fail, say } from './say.mjs';

const integration = (...files) => [
  inProject('node_modules', 'vitest', 'vitest.mjs'),
  ...['run', '--config', inProject('.config', 'vitest.config.ts'), '--project', 'integration'],
  ...files.map((file) => inProject('test', 'integration', file)),
];

/** What Node is started with for each of them, and what else its environment has. */
const soaks = {
  drain: { argv: [inProject('test', 'soak', 'drain.soak.ts')], env: {} },
  faults: {
    argv: integration('drain-faults.test.ts', 'compose-drain.test.ts', 'deploy-faults.test.ts'),
    env: { QUAYSIDE_SOAK_TURNS: '5', QUAYSIDE_SOAK_CUTS: '196' },
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in soaks));
if (unknown.length > 0)
  fail(expected(`There is no ${unknown.join(', ')}. There are: ${Object.keys(soaks).join(', ')}.`));

const failed = [];
for (const name of asked.length > 0 ? asked : Object.keys(soaks)) {
  const since = Date.now();
  say(`\n── ${name}`);
  const { argv, env } = soaks[name];
  const code = await run(projectNode(), argv, { env: { ...env, ...process.env } });
  say(`── ${name}: ${code === 0 ? 'ok' : `FAILED (exit code ${code})`} in ${elapsed(since)}`);
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) fail(expected(`Failed: ${failed.join(', ')}.`));
