// `npm run -s serve -- --data DIR --port 0 --owner "Owner <owner@example.com>" --json`: the headless host.
// Nothing but the host writes to stdout. The script is `exec`ed and becomes the host, so signals reach it directly.
import { build } from './build.mjs';
import { become } from './child.mjs';
import { inProject, projectNode } from './project.mjs';
import { fail } from './say.mjs';

await build().catch(fail);
await become(projectNode(), [inProject('out', 'headless', 'main.js'), ...process.argv.slice(2)]);
