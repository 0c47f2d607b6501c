// `npm run lock`, after every `npm install` (`--check` only looks): adds the optional platform packages that npm left out of the lock file.
// Where a registry does not serve a package for another platform, npm writes no entry for it, and then `npm ci`
// refuses the lock file as incomplete. An entry without a checksum satisfies it; such a package is never installed
// here, and where it is wanted npm verifies it by the registry's own checksum.
import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';
import { say } from './say.mjs';

const file = inProject('package-lock.json');
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64', 'arm'];

const libcOf = (words) => {
  if (!words.includes('linux')) return [];
  return words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
};

/** What npm needs to know of a package to skip it elsewhere, read from its name (`…-linux-arm64-musl`). */
const entryOf = (name, version, parent) => {
  const words = name.split(/[/-]/);
  const cpu = processors.filter((processor) => words.includes(processor)).slice(0, 1);
  const os = systems.filter((system) => words.includes(system));
  const libc = libcOf(words);
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(parent.dev && { dev: true }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
};

/** `[path, entry]` of each optional dependency that the lock file names but does not describe. */
const missingFrom = (packages) =>
  Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {}).flatMap(([name, version]) => {
      const isThere = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
      return isThere ? [] : [[`node_modules/${name}`, entryOf(name, version, parent)]];
    }),
  );

const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingFrom(lock.packages);
if (process.argv.includes('--check')) {
  for (const [path] of missing) say(`package-lock.json lacks ${path}: run \`npm run lock\`.`);
  process.exit(missing.length > 0 ? 1 : 0);
}
const all = [...Object.entries(lock.packages), ...missing];
const packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
say(`${missing.length} optional packages added to package-lock.json.`);
