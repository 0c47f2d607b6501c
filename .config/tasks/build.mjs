// `npm run build`: out/ from the sources, only when a source changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { alone } from './lock.mjs';
import { inPackage, inProject, projectNode } from './project.mjs';
import { elapsed, expected, fail, say } from './say.mjs';
import { setup } from './setup.mjs';

const stamp = inProject('out', '.build-stamp');
const results = [
  'renderer/index.html',
  'headless/main.js',
  'cli/quayside.js',
  'main/main.js',
  'preload/preload.cjs',
];
const singleFiles = ['.config/vite.config.ts', 'package.json', 'package-lock.json'];

const sourcesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });

const fingerprint = () => {
  const files = ['shared', 'electron', 'renderer'].flatMap((folder) => sourcesIn(inProject(folder)));
  const hash = createHash('sha256');
  for (const path of [...files, ...singleFiles.map((file) => inProject(file))].sort()) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
};

const isBuilt = (print) =>
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === print &&
  results.every((file) => existsSync(inProject('out', file)));

const viteBuild = async () => {
  const since = Date.now();
  say('Building (vite build --app).');
  const lines = [];
  const vite = [
    inPackage('vite', 'bin/vite.js'),
    'build',
    '--app',
    '--config',
    '.config/vite.config.ts',
    '--logLevel',
    'warn',
  ];
  const code = await run(projectNode(), vite, { stdin: 'ignore', onLine: (text) => lines.push(text) });
  if (lines.length > 0) process.stderr.write(lines.join(''));
  if (code !== 0) throw expected(`The build failed with exit code ${code}; the reason is above.`);
  say(`Built in ${elapsed(since)}.`);
};

/** Sets up, then builds unless out/ already belongs to these very sources (path, time and size of each). */
export const build = async () => {
  await setup();
  if (isBuilt(fingerprint())) return;
  await alone(async () => {
    const print = fingerprint();
    if (isBuilt(print)) return;
    rmSync(stamp, { force: true });
    await viteBuild();
    writeFileSync(stamp, print);
  });
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build().then(() => say(`Up to date (${elapsed()}).`), fail);
}
