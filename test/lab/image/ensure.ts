import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../host/lock.ts';
import { cacheFolder } from '../host/paths.ts';
import { must, run } from '../host/run.ts';
import { buildServerImages } from './build.ts';
import { imageRecipe } from './recipe.ts';

const transferTimeoutMs = 300_000;
const cachePrefix = 'server-';
const cacheFile = (): string => join(cacheFolder(), `${cachePrefix}${imageRecipe.hash}.tar`);

export async function hasServerImages(): Promise<boolean> {
  const { code } = await run(['docker', 'image', 'inspect', imageRecipe.base, imageRecipe.server]);
  return code === 0;
}

/** Gets the server images from Docker, else from the cache folder, else from scratch; one process at a time. */
export async function ensureServerImages(tell: (text: string) => void): Promise<void> {
  if (await hasServerImages()) return;
  await withLock('image', async () => {
    if (await hasServerImages()) return;
    if (existsSync(cacheFile())) return loadFromCache(tell);
    tell('building the server image (about two minutes, once)');
    await buildServerImages();
    await saveToCache(tell);
  });
}

async function loadFromCache(tell: (text: string) => void): Promise<void> {
  tell('loading the server image from the cache');
  await must(['docker', 'load', '--quiet', '--input', cacheFile()], { timeoutMs: transferTimeoutMs });
}

async function saveToCache(tell: (text: string) => void): Promise<void> {
  tell('keeping the server image in the cache');
  const partial = `${cacheFile()}.partial`;
  const tags = [imageRecipe.base, imageRecipe.server];
  await must(['docker', 'save', '--output', partial, ...tags], { timeoutMs: transferTimeoutMs });
  const stale = (await readdir(cacheFolder())).filter(
    (name) => name.startsWith(cachePrefix) && name.endsWith('.tar'),
  );
  await Promise.all(stale.map((name) => rm(join(cacheFolder(), name))));
  await rename(partial, cacheFile());
}
