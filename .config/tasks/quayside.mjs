// `npm run -s quayside -- …`: the command line, from this clone.
import { build } from './build.mjs';
import { become } from './child.mjs';
import { inProject, projectNode } from './project.mjs';
import { fail } from './say.mjs';

await build().catch(fail);
await become(projectNode(), [inProject('out', 'cli', 'quayside.js'), ...process.argv.slice(2)]);
