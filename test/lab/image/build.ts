import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../host/paths.ts';
import { docker, LabError, must } from '../host/run.ts';
import { imageRecipe } from './recipe.ts';

const buildTimeoutMs = 600_000;

/** Makes both server images from Debian packages (about 90 s); needs root and Debian's mirror. */
export async function buildServerImages(): Promise<void> {
  const abandoned = (await readdir(cacheFolder())).filter((name) => name.startsWith('root-'));
  await Promise.all(abandoned.map((name) => rm(join(cacheFolder(), name), { recursive: true, force: true })));
  const root = await mkdtemp(join(cacheFolder(), 'root-'));
  try {
    await bootstrap(root);
    await importFolder(root, imageRecipe.base);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  await addDocker();
}

async function bootstrap(root: string): Promise<void> {
  const { suite, basePackages, dockerPackages, baseScript } = imageRecipe;
  // A mount namespace of its own, so that debootstrap's /proc and /sys are gone with it however it ends.
  const inOwnMounts = ['unshare', '--mount', '--propagation', 'private'];
  const include = `--include=${basePackages}`;
  await must([...inOwnMounts, 'debootstrap', '--variant=minbase', include, suite, root], {
    timeoutMs: buildTimeoutMs,
  });
  await must(['chroot', root, 'sh', '-s', '--', ...dockerPackages], {
    input: baseScript,
    timeoutMs: buildTimeoutMs,
  });
}

async function importFolder(root: string, tag: string): Promise<void> {
  const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(tar, 'close');
  await must(['docker', 'import', '-c', 'CMD ["/sbin/init"]', '-', tag], {
    input: tar.stdout,
    timeoutMs: buildTimeoutMs,
  });
  const [code] = await ended;
  if (code !== 0) throw new LabError(`tar ended with ${code} while ${tag} was made`);
}

async function addDocker(): Promise<void> {
  const { base, server, serverScript, dockerPackages } = imageRecipe;
  const name = `quayside-lab-build-${process.pid}`;
  try {
    const create = ['docker', 'run', '--interactive', '--network', 'none', '--name', name, base];
    await must([...create, 'sh', '-s', '--', ...dockerPackages], {
      input: serverScript,
      timeoutMs: buildTimeoutMs,
    });
    await docker('commit', '-c', 'CMD ["/sbin/init"]', name, server);
  } finally {
    await docker('rm', '--force', '--volumes', name);
  }
}
