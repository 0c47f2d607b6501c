// Where Electron's own program is. npm brings only its launcher; the binary is fetched on the first start.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { inPackage, projectNode } from './project.mjs';
import { say } from './say.mjs';

const deadlineMs = Number(process.env.QUAYSIDE_ELECTRON_DEADLINE_MS ?? 300_000);

const programIn = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
}[process.platform];

/** The program that is there now, or undefined. ELECTRON_OVERRIDE_DIST_PATH names a folder that goes first. */
export const findElectron = () => {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const candidates = [override, inPackage('electron', 'dist')].flatMap((folder) =>
    folder && programIn ? [join(folder, programIn)] : [],
  );
  return candidates.find((path) => existsSync(path));
};

const fetchElectron = async () => {
  const version = JSON.parse(readFileSync(inPackage('electron', 'package.json'), 'utf8')).version;
  say(`Fetching Electron ${version} (first start only).`);
  const said = [];
  const install = inPackage('electron', 'install.js');
  const options = { stdin: 'ignore', timeoutMs: deadlineMs, onLine: (text) => said.push(text) };
  const code = await run(projectNode(), [install], options);
  const lastLine = said.join('').trim().split('\n').at(-1) ?? '';
  const reason = lastLine.replace(/^\w*Error: /, '') || `exit code ${code}`;
  return code === 124 ? `not fetched within ${deadlineMs / 1000} s` : reason;
};

const obstacle = () => {
  if (!programIn) return `Electron has no build for ${process.platform}`;
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this session has no display';
  return process.getuid?.() === 0 ? 'its sandbox does not work for root' : undefined;
};

/** `{ program }`, or `{ reason }` in half a sentence when the desktop can't be opened here. Fetches the binary if needed. */
export const obtainElectron = async () => {
  const reason = obstacle();
  if (reason) return { reason };
  const there = findElectron();
  if (there) return { program: there };
  const failure = await fetchElectron();
  const fetched = findElectron();
  return fetched ? { program: fetched } : { reason: `its program could not be fetched: ${failure}` };
};
