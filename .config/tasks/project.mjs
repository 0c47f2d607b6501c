// Where things are in this clone. Runs on the system's Node (20 or newer), before anything is installed.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expected } from './say.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inProject = (...parts) => join(root, ...parts);
export const modules = inProject('node_modules');

const pinnedNode = () => {
  const name = process.platform === 'win32' ? 'win-x64' : `${process.platform}-${process.arch}`;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(modules, `node-${name}`, 'bin', executable);
};

const versionOf = (text) => text.split('.').map(Number);
const isNewEnough = (text) => {
  const [major = 0, minor = 0] = versionOf(text);
  return major > 22 || (major === 22 && minor >= 12);
};

/** The Node 24 that npm brought; where npm has none for the platform, this process's Node from 22.12 on. */
export const projectNode = () => {
  const pinned = pinnedNode();
  if (existsSync(pinned)) return pinned;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw expected(
    `Quayside needs Node 22.12 or newer on ${process.platform} ${process.arch}; this is ${process.version}.`,
  );
};

/** The environment for children: the project's programs first on PATH, and a home directory even when HOME is empty. */
export const projectEnv = (extra = {}) => {
  const separator = process.platform === 'win32' ? ';' : ':';
  const home = process.env.HOME ? {} : { HOME: userInfo().homedir };
  const path = `${join(modules, '.bin')}${separator}${process.env.PATH ?? ''}`;
  return { ...process.env, ...home, PATH: path, ...extra };
};

/** A file of an installed package, e.g. the JavaScript behind its command, to be run with `projectNode()`. */
export const inPackage = (name, file) => join(modules, name, file);
