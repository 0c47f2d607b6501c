import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
const origin = 'http://gallery.test';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** The built gallery of controls; its folder goes with `Symbol.asyncDispose`. */
export interface Gallery extends AsyncDisposable {
  readonly open: (page: Page) => Promise<void>;
}

/** Builds `renderer/gallery` with the renderer's own styles. */
export async function buildGallery(): Promise<Gallery> {
  const folder = await mkdtemp(join(tmpdir(), 'quayside-gallery-'));
  await build({
    configFile: false,
    root: renderer,
    publicDir: false,
    logLevel: 'error',
    plugins: [react(), tailwind()],
    build: {
      outDir: folder,
      minify: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: `${renderer}/gallery/index.html` },
    },
  });
  return {
    open: (page) => openGallery(page, folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function openGallery(page: Page, folder: string): Promise<void> {
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(join(folder, pathname)).catch(() => undefined);
    if (!body) return route.fulfill({ status: 404 });
    await route.fulfill({ body, contentType: types[extname(pathname)] ?? 'application/octet-stream' });
  });
  await page.goto(`${origin}/gallery/index.html`);
  await page.locator('[data-control]').first().waitFor();
}
