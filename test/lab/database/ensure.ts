import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../host/lock.ts';
import { cacheFolder } from '../host/paths.ts';
import { docker, must, run } from '../host/run.ts';
import { bootstrapFolder, importFolder } from '../image/build.ts';
import { databaseRecipes, databaseTag, debianTag, installScript, type LabDatabase, suite } from './images.ts';

const timeoutMs = 600_000;

/**
 * The file of a database's image as `docker load` takes it: from the cache folder, else made from Debian's packages
 * (about 40 s for the first, 15 s for each other, once).
 */
export async function databaseArchive(database: LabDatabase): Promise<string> {
  const tag = databaseTag(database);
  const file = join(cacheFolder(), `${tag.replace(':', '-')}.image`);
  if (existsSync(file)) return file;
  await withLock('image', async () => {
    if (existsSync(file)) return;
    await ensureDebian();
    await build(database);
    await must(['docker', 'save', '--output', `${file}.partial`, tag], { timeoutMs });
    await rename(`${file}.partial`, file);
    await docker('image', 'rm', tag);
  });
  return file;
}

async function ensureDebian(): Promise<void> {
  const { code } = await run(['docker', 'image', 'inspect', debianTag]);
  if (code === 0) return;
  const root = await mkdtemp(join(cacheFolder(), 'root-'));
  try {
    await bootstrapFolder(root, { suite, packages: [] });
    await importFolder(root, debianTag);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function build(database: LabDatabase): Promise<void> {
  const { packages, script, command, folder, stopSignal } = databaseRecipes[database];
  const name = `quayside-lab-build-${process.pid}`;
  try {
    // the installer reads the entrypoint from what is left of its input
    const create = ['docker', 'run', '--interactive', '--network', 'host', '--stop-signal', stopSignal];
    const install = ['--name', name, debianTag, 'sh', '-c', installScript, 'install', ...packages];
    await must([...create, ...install], { input: script, timeoutMs });
    const changes = [
      'ENTRYPOINT ["/usr/local/bin/entrypoint"]',
      `CMD ${JSON.stringify(command)}`,
      `WORKDIR ${folder}`,
      'ENV LANG=C.UTF-8',
    ];
    await docker('commit', ...changes.flatMap((change) => ['-c', change]), name, databaseTag(database));
  } finally {
    await docker('rm', '--force', '--volumes', name);
  }
}
