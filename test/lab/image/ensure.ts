import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../host/lock.ts';
import { cacheFolder } from '../host/paths.ts';
import { docker, must, run } from '../host/run.ts';
import { buildImage } from './build.ts';
import { imagesHash, imageTags, type LabImage } from './recipe.ts';

const transferTimeoutMs = 300_000;
const cacheName = `images-${imagesHash}.tar`;
const cacheFile = (): string => join(cacheFolder(), cacheName);
const inOrder: readonly LabImage[] = ['base', 'server', 'peers'];

async function missingImages(): Promise<LabImage[]> {
  const tags = new Set((await listImages()).split('\n'));
  return inOrder.filter((image) => !tags.has(imageTags[image]));
}

const listImages = (): Promise<string> =>
  docker('image', 'ls', '--filter', 'reference=quayside-lab/*', '--format', '{{.Repository}}:{{.Tag}}');

/** Gets the images from Docker, else from the cache folder, else from scratch; one process at a time. */
export async function ensureImages(tell: (text: string) => void): Promise<void> {
  if ((await missingImages()).length === 0) return;
  await withLock('image', async () => {
    if ((await missingImages()).length > 0 && existsSync(cacheFile())) await loadFromCache(tell);
    const missing = await missingImages();
    if (missing.length === 0) return;
    tell(`building ${missing.join(', ')} (about 100 s for all, once)`);
    for (const image of missing) await buildImage(image);
    await saveToCache(tell);
    await removeStale();
  });
}

async function loadFromCache(tell: (text: string) => void): Promise<void> {
  tell('loading the images from the cache');
  await must(['docker', 'load', '--quiet', '--input', cacheFile()], { timeoutMs: transferTimeoutMs });
}

async function saveToCache(tell: (text: string) => void): Promise<void> {
  tell('keeping the images in the cache');
  const partial = `${cacheFile()}.partial`;
  await must(['docker', 'save', '--output', partial, ...Object.values(imageTags)], {
    timeoutMs: transferTimeoutMs,
  });
  await rename(partial, cacheFile());
}

/** Images and cache files of earlier recipes; one that a container still uses stays until the next time. */
async function removeStale(): Promise<void> {
  const files = (await readdir(cacheFolder())).filter((name) => name.endsWith('.tar') && name !== cacheName);
  await Promise.all(files.map((name) => rm(join(cacheFolder(), name))));
  const current = new Set(Object.values(imageTags));
  const stale = (await listImages()).split('\n').filter((tag) => tag && !current.has(tag));
  for (const tag of stale) await run(['docker', 'image', 'rm', tag]);
}
