// `npm run dev`: builds, serves on a fixed port, and does both again whenever a source changes (reload the page then).
// It serves what people get, content security policy included; a build takes about a second.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { build } from './build.mjs';
import { whenOrphaned } from './child.mjs';
import { inProject, projectEnv, projectNode, root } from './project.mjs';
import { fail, say } from './say.mjs';

const extra = process.argv.slice(2);
const args = extra.includes('--port') ? extra : ['--port', '4180', ...extra];
const state = { host: undefined, timer: undefined, busy: false, again: false };

const stopped = (child) =>
  child === undefined || child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      });

const restart = async () => {
  await build();
  await stopped(state.host);
  const host = [inProject('out', 'headless', 'main.js'), ...args];
  state.host = spawn(projectNode(), host, { cwd: root, env: projectEnv(), stdio: 'inherit' });
};

const turn = async () => {
  if (state.busy) {
    state.again = true;
    return;
  }
  state.busy = true;
  await restart().catch((error) => say(error.message));
  state.busy = false;
  if (state.again) {
    state.again = false;
    await turn();
  }
};

const schedule = () => {
  clearTimeout(state.timer);
  state.timer = setTimeout(turn, 100);
};

for (const folder of ['shared', 'electron', 'renderer'])
  watch(inProject(folder), { recursive: true }, schedule);
const end = async () => {
  await stopped(state.host);
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
whenOrphaned(end);
await restart().catch(fail);
