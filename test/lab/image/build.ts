import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../host/paths.ts';
import { docker, LabError, must } from '../host/run.ts';
import { imageTags, type LabImage, recipes } from './recipe.ts';

const buildTimeoutMs = 600_000;

/** Makes one image: `base` from Debian's mirror (about 80 s, needs root), the others on top of it without a network. */
export const buildImage = (image: LabImage): Promise<void> =>
  image === 'base' ? buildBase() : addLayer(image);

async function buildBase(): Promise<void> {
  const abandoned = (await readdir(cacheFolder())).filter((name) => name.startsWith('root-'));
  await Promise.all(abandoned.map((name) => rm(join(cacheFolder(), name), { recursive: true, force: true })));
  const root = await mkdtemp(join(cacheFolder(), 'root-'));
  try {
    await bootstrap(root);
    await importFolder(root, imageTags.base);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function bootstrap(root: string): Promise<void> {
  const { script, offers } = recipes.base;
  await bootstrapFolder(root, recipes.base);
  await must(['chroot', root, 'sh', '-s', '--', ...offers], { input: script, timeoutMs: buildTimeoutMs });
}

/** Debian's smallest system with some packages, from its mirror, in an empty folder; needs root. */
export async function bootstrapFolder(
  root: string,
  { suite, packages }: { readonly suite: string; readonly packages: readonly string[] },
): Promise<void> {
  // A mount namespace of its own, so that debootstrap's /proc and /sys are gone with it however it ends.
  const inOwnMounts = ['unshare', '--mount', '--propagation', 'private'];
  const include = packages.length > 0 ? [`--include=${packages.join(',')}`] : [];
  const command = ['debootstrap', '--variant=minbase', ...include, suite, root];
  await must([...inOwnMounts, ...command], { timeoutMs: buildTimeoutMs });
}

/** Makes an image of a folder. */
export async function importFolder(root: string, tag: string): Promise<void> {
  const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(tar, 'close');
  await must(['docker', 'import', '-c', 'CMD ["/sbin/init"]', '-', tag], {
    input: tar.stdout,
    timeoutMs: buildTimeoutMs,
  });
  const [code] = await ended;
  if (code !== 0) throw new LabError(`tar ended with ${code} while ${tag} was made`);
}

async function addLayer(image: 'server' | 'peers'): Promise<void> {
  const { packages, script } = recipes[image];
  const name = `quayside-lab-build-${process.pid}`;
  try {
    const create = ['docker', 'run', '--interactive', '--network', 'none', '--name', name, imageTags.base];
    await must([...create, 'sh', '-s', '--', ...packages], { input: script, timeoutMs: buildTimeoutMs });
    await docker('commit', '-c', 'CMD ["/sbin/init"]', name, imageTags[image]);
  } finally {
    await docker('rm', '--force', '--volumes', name);
  }
}
