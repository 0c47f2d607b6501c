// `npm start`: opens the desktop; where it can't be opened, one line says why and the same program opens in a browser.
import { build } from './build.mjs';
import { run } from './child.mjs';
import { obtainElectron } from './electron-binary.mjs';
import { inProject, projectNode, root } from './project.mjs';
import { fail, say } from './say.mjs';

const extra = process.argv.slice(2);
/** A desktop that ends with an error this early never showed a window (a missing library, a forbidden sandbox). */
const earlyMs = 5_000;

const desktop = async (program) => {
  const since = Date.now();
  const code = await run(program, [root, ...extra]);
  if (code === 0 || code > 128 || Date.now() - since > earlyMs) process.exit(code);
  return `it ended at once with exit code ${code}`;
};

await build().catch(fail);
const { program, reason } = await obtainElectron().catch(fail);
const why = program ? await desktop(program) : reason;
say(`The desktop can't be opened here (Electron: ${why}); opening in the browser instead.`);
process.exit(await run(projectNode(), [inProject('out', 'headless', 'main.js'), '--open', ...extra]));
