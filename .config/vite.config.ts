import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtins = [...builtinModules, /^node:/];
/** Native or deliberately unbundled: they are packed beside the code as node_modules. */
const external = [...builtins, 'better-sqlite3', '@node-rs/argon2', 'ssh2', 'dockerode', 'cpu-features'];

/** What zod is told once, by being loaded: its words for what is wrong with an input. */
const actsByLoading = /\/shared\/contract\/zod-words\.ts$/;

/** Our other modules do nothing by being loaded, so whoever takes one name of an index.ts loads no more than that. */
const moduleSideEffects = (id: string) =>
  /\/(?:electron|shared)\//.test(id.slice(root.length - 1)) &&
  !id.includes('node_modules') &&
  !actsByLoading.test(id)
    ? false
    : undefined;

/** A folder of CommonJS below a package that says that its .js files are modules. */
const commonJsFolder: Plugin = {
  name: 'commonjs-folder',
  generateBundle(_options, bundle) {
    // The bundler lets every chunk begin by loading the one that its runtime was put into, used or not: the
    // entry would so compile everything before it has switched the compile cache on.
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const runtime = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.includes('rolldown/runtime')));
    const load = new RegExp(
      `^require\\("[./]*${runtime?.fileName.replace('chunks/', '(?:chunks/)?')}"\\);$`,
      'm',
    );
    for (const chunk of chunks) chunk.code = chunk.code.replace(load, '');
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

type NodeBuild = {
  /** The first one is the program; the others are threads of it. */
  entries: Readonly<Record<string, string>>;
  outDir: string;
  external: (string | RegExp)[];
  format?: 'es' | 'cjs';
  fileName?: string;
};

/** `workload/compose/examiner.ts` finds it beside the program. */
const composeThread = { 'compose-thread': 'electron/core/workload/compose/thread.ts' };

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
      input: Object.fromEntries(
        Object.entries(build.entries).map(([name, path]) => [name, `${root}${path}`]),
      ),
      external: build.external,
      treeshake: { moduleSideEffects },
      plugins: build.format === 'cjs' && !build.fileName ? [commonJsFolder] : [],
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
        rolldownOptions: {
          input: { index: `${root}renderer/index.html`, rest: `${root}renderer/rest.html` },
        },
      },
    },
    // CommonJS starts 30 ms faster: an `import` of a node: module reads all its exports, lazy ones included.
    headless: nodeBuild({
      entries: { main: 'electron/headless/main.ts', ...composeThread },
      outDir: 'out/headless',
      external,
      format: 'cjs',
    }),
    cli: nodeBuild({ entries: { quayside: 'electron/cli/quayside.ts' }, outDir: 'out/cli', external }),
    main: nodeBuild({
      entries: { main: 'electron/main/main.ts', ...composeThread },
      outDir: 'out/main',
      external: [...external, 'electron'],
    }),
    preload: nodeBuild({
      entries: { preload: 'electron/preload/preload.ts' },
      outDir: 'out/preload',
      external: ['electron'],
      format: 'cjs',
      fileName: 'preload.cjs',
    }),
  },
});
