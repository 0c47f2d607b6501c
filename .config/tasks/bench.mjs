// `npm run bench -- [name …]`: every test/bench/<name>.bench.ts, one after another, on Node 24 as it is.
import { existsSync, readdirSync } from 'node:fs';
import { build } from './build.mjs';
import { run } from './child.mjs';
import { inProject, projectNode } from './project.mjs';
import { elapsed, expected, fail, say } from './say.mjs';

const folder = inProject('test', 'bench');
const known = existsSync(folder)
  ? readdirSync(folder).flatMap((file) =>
      file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : [],
    )
  : [];
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const flags = process.argv.slice(2).filter((word) => word.startsWith('-'));
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0)
  fail(expected(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`));

await build().catch(fail);
const failed = [];
for (const name of asked.length > 0 ? asked : known) {
  const since = Date.now();
  say(`\n── ${name}`);
  const code = await run(projectNode(), [
    '--expose-gc',
    inProject('test', 'bench', `${name}.bench.ts`),
    ...flags,
  ]);
  say(`── ${name}: ${code === 0 ? 'ok' : `FAILED (exit code ${code})`} in ${elapsed(since)}`);
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) fail(expected(`Benchmarks that failed or missed their bound: ${failed.join(', ')}.`));
