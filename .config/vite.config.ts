import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtins = [...builtinModules, /^node:/];
/** Native or deliberately unbundled: they are packed beside the code as node_modules. */
const external = [...builtins, 'better-sqlite3', 'ssh2', 'dockerode', 'cpu-features'];

type NodeBuild = {
  entry: string;
  outDir: string;
  external: (string | RegExp)[];
  format?: 'es' | 'cjs';
  fileName?: string;
};

const nodeBuild = (build: NodeBuild): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: build.external.filter((name) => typeof name === 'string') },
  build: {
    outDir: `${root}${build.outDir}`,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: `${root}${build.entry}`,
      external: build.external,
      output: {
        format: build.format ?? 'es',
        entryFileNames: build.fileName ?? '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
});

/** `vite build --app` builds all five; `vite` alone serves the renderer for development. */
export default defineConfig({
  root: `${root}renderer`,
  publicDir: false,
  plugins: [react(), tailwind()],
  environments: {
    client: {
      build: {
        outDir: `${root}out/renderer`,
        emptyOutDir: true,
        target: 'chrome140',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 4_000,
      },
    },
    headless: nodeBuild({ entry: 'electron/headless/main.ts', outDir: 'out/headless', external }),
    cli: nodeBuild({ entry: 'electron/cli/quayside.ts', outDir: 'out/cli', external }),
    main: nodeBuild({
      entry: 'electron/main/main.ts',
      outDir: 'out/main',
      external: [...external, 'electron'],
    }),
    preload: nodeBuild({
      entry: 'electron/preload/preload.ts',
      outDir: 'out/preload',
      external: ['electron'],
      format: 'cjs',
      fileName: 'preload.cjs',
    }),
  },
});
