// `npm run setup`: makes node_modules match package-lock.json. Every other task calls it first.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { alone } from './lock.mjs';
import { inProject, modules, projectNode } from './project.mjs';
import { elapsed, expected, fail, say } from './say.mjs';

const stamp = join(modules, '.quayside-setup');

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');

const isStamped = (hash) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;

/** True when npm's own record of what it installed has everything the lock file asks for (someone ran `npm install`). */
const isInstalled = () => {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = Object.entries(JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')).packages);
  return locked.every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    return there === undefined ? entry.optional === true : there.integrity === entry.integrity;
  });
};

const isDone = (hash) => {
  if (isStamped(hash)) return existsSync(join(modules, '.bin'));
  if (!isInstalled()) return false;
  writeFileSync(stamp, hash);
  return true;
};

const npm = () => {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js') && existsSync(cli)) return { command: process.execPath, args: [cli] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
};

/** Install scripts are never run: every package here works without its own (stack notes of the design). */
const install = async () => {
  const since = Date.now();
  say('Installing the locked packages (npm ci); the first time takes about a minute.');
  const timer = setInterval(() => say(`  … still installing, ${elapsed(since)}`), 10_000);
  const { command, args } = npm();
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run(command, [...args, ...options], { stdout: 'stderr', stdin: 'ignore' });
  clearInterval(timer);
  if (code !== 0) throw expected(`npm ci failed with exit code ${code}; what it said is above.`);
  say(`Packages installed in ${elapsed(since)}.`);
};

/** `npm run serve` begins with the shell's `exec`, so that npm's signals reach the host itself; cmd.exe has none. */
const execForWindows = '@%*\r\n';

const assertNode = () => {
  const version = execFileSync(projectNode(), ['--version'], { encoding: 'utf8' }).trim();
  const major = Number(version.slice(1).split('.')[0]);
  if (process.platform !== 'darwin' && major !== 24) {
    throw expected(
      `Node 24 was expected in node_modules, but it is ${version}. Delete node_modules and try again.`,
    );
  }
};

/** Idempotent; a second call costs one hash of the lock file. */
export const setup = async () => {
  const hash = wanted();
  if (isDone(hash)) return;
  await alone(async () => {
    if (isDone(hash)) return;
    await install();
    assertNode();
    if (process.platform === 'win32') writeFileSync(join(modules, '.bin', 'exec.cmd'), execForWindows);
    writeFileSync(stamp, hash);
  });
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setup().then(() => say(`Ready (${elapsed()}).`), fail);
}
