import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'quayside-bans-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What only `workload/swarm`, `workload/stack` and `remote` itself may touch of Docker: all others speak to the port `Runtime`. */
const swarmFiles = ['services', 'service-spec', 'tasks', 'swarm', 'secrets'];
const swarmOver = (way: string): string[] => swarmFiles.map((file) => `${way}/remote/docker/${file}.ts`);

type Room = { file: string; may: string[]; mayNot: string[] };

const everywhereBanned = ['electron', '#test/support/fake-host.ts'];
const nodeRooms = [...everywhereBanned, 'react', 'react-dom/client'];

/** What architecture.md's tree says, one folder a row: imports that must pass, and imports that must be refused. */
const rooms: Room[] = [
  {
    file: 'shared/model/a.ts',
    may: ['./b.ts'],
    mayNot: ['zod', '../contract/tree.ts', '#core/host.ts', 'node:fs'],
  },
  {
    file: 'shared/compose/policy/a.ts',
    may: ['yaml', 'zod', './b.ts', '../tree.ts', '../schema/service.ts', '#shared/model/interpolation.ts'],
    mayNot: ['../../contract/tree.ts', '#shared/contract/tree.ts', '#core/host.ts', 'node:fs', 'react'],
  },
  {
    file: 'shared/contract/a.ts',
    may: ['zod', './resource.ts', '../model/nodes.ts', '#shared/model/nodes.ts'],
    mayNot: ['@orpc/contract', '@orpc/server', '#core/host.ts', 'node:fs', 'react'],
  },
  {
    file: 'shared/contract/resource.ts',
    may: ['zod', '@orpc/contract', '../model/nodes.ts'],
    mayNot: ['@orpc/server', '#core/host.ts'],
  },
  {
    file: 'electron/core/create-core.ts',
    may: ['node:fs', 'kysely', './store/store.ts', '#shared/model/nodes.ts'],
    mayNot: [...nodeRooms, '../main/main.ts', '../headless/main.ts'],
  },
  {
    file: 'electron/core/store/a.ts',
    may: ['better-sqlite3', './b.ts', '../host.ts'],
    mayNot: [...nodeRooms, '../modules/service/index.ts', '#core/modules/service/index.ts'],
  },
  {
    file: 'electron/core/seats/a.ts',
    may: ['./b.ts', '../store/store.ts', '../access/index.ts'],
    mayNot: [...nodeRooms, '../modules/member/index.ts', '#core/modules/member/index.ts'],
  },
  {
    file: 'electron/core/bundle/envelope/a.ts',
    may: ['node:crypto', 'age-encryption', 'zod', './b.ts', '#shared/model/errors.ts'],
    mayNot: [
      ...nodeRooms,
      ...[
        '#shared/contract/bundle.ts',
        '../../store/store.ts',
        '../../access/index.ts',
        '../../rpc/index.ts',
      ],
      ...['../body/paths.ts', '../../modules/identity/index.ts', '#core/modules/identity/index.ts'],
    ],
  },
  {
    file: 'electron/core/bundle/body/a.ts',
    may: ['zod', './b.ts', '../../access/index.ts', '../../rpc/index.ts', '#shared/bundle/thing.ts'],
    mayNot: [...nodeRooms, '../envelope/index.ts', '../../modules/bundle/index.ts'],
  },
  {
    file: 'electron/core/remote/ssh/a.ts',
    may: ['ssh2', 'node:net', './b.ts', '../docker/a.ts', '#shared/model/errors.ts'],
    mayNot: [...nodeRooms, '#shared/contract/tree.ts', '../../store/store.ts', '#core/access/index.ts'],
  },
  {
    file: 'electron/core/runs/a.ts',
    may: [
      './b.ts',
      './lease/a.ts',
      '../store/store.ts',
      '../events/latch.ts',
      '../remote/ssh/types.ts',
      '../clock.ts',
    ],
    mayNot: [
      ...nodeRooms,
      ...swarmOver('..'),
      '../modules/service/index.ts',
      '../rpc/index.ts',
      '../access/index.ts',
    ],
  },
  ...['swarm', 'stack'].map((room) => ({
    file: `electron/core/workload/${room}/a.ts`,
    may: ['../runtime/b.ts', '../../store/store.ts', '../../events/latch.ts', ...swarmOver('../..')],
    mayNot: [...nodeRooms, '../../modules/service/index.ts', '../../rpc/index.ts', '../../access/index.ts'],
  })),
  ...['watch', 'logs', 'lifecycle', 'image', 'desired', 'types', 'runtime'].map((room) => ({
    file: `electron/core/workload/${room}/a.ts`,
    may: ['../runtime/b.ts', '../../store/store.ts', '../../remote/docker/images.ts'],
    mayNot: [...nodeRooms, ...swarmOver('../..'), '../../modules/service/index.ts', '../../rpc/index.ts'],
  })),
  {
    file: 'electron/core/modules/service/deploy.ts',
    may: [
      '../../runs/index.ts',
      '../../workload/index.ts',
      'node:path',
      './queries.ts',
      '../project/index.ts',
      '../../rpc/index.ts',
      '../../store/store.ts',
      '../../seats/index.ts',
      '../../accounts/index.ts',
      '../../ssh-keys/index.ts',
      '../../remote/ssh/exec.ts',
      '#shared/contract/service.ts',
    ],
    mayNot: [
      ...nodeRooms,
      '../project/queries.ts',
      '../../router.ts',
      '../../runs/queue.ts',
      '../../workload/swarm/swarm-runtime.ts',
      ...swarmOver('../..'),
      '#core/modules/project/queries.ts',
    ],
  },
  {
    file: 'electron/core/modules/service/plan/a.ts',
    may: ['../queries.ts', '../../project/index.ts', '../../../rpc/index.ts'],
    mayNot: [...nodeRooms, ...swarmOver('../../..'), '../../project/queries.ts', '../../../router.ts'],
  },
  {
    file: 'electron/main/a.ts',
    may: ['electron', '#core/create-core.ts', '#shared/model/nodes.ts', 'node:fs', './b.ts'],
    mayNot: ['react', '#test/support/fake-host.ts', '../headless/main.ts', '../preload/preload.ts'],
  },
  {
    file: 'electron/preload/preload.ts',
    may: ['electron'],
    mayNot: ['zod', 'node:fs', '#shared/model/nodes.ts'],
  },
  {
    file: 'electron/headless/a.ts',
    may: ['ws', '#core/create-core.ts', '#shared/model/nodes.ts', './b.ts'],
    mayNot: [...nodeRooms, '../main/a.ts'],
  },
  {
    file: 'electron/cli/a.ts',
    may: ['node:fs', '#shared/contract/index.ts', './b.ts'],
    mayNot: [...nodeRooms, '#core/host.ts', '../headless/main.ts'],
  },
  {
    file: 'renderer/ui/a.tsx',
    may: ['react', 'radix-ui', './b.tsx'],
    mayNot: [...everywhereBanned, '../lib/rpc.ts', '../state/toast.ts', '#shared/model/nodes.ts', 'node:fs'],
  },
  {
    file: 'renderer/lib/a.ts',
    may: ['react', '../ui/badge.tsx', '#shared/contract/index.ts'],
    mayNot: [...everywhereBanned, '../features/registry.ts', '../app/shell.tsx', '#core/host.ts', 'node:fs'],
  },
  {
    file: 'renderer/features/service/a.tsx',
    may: [
      'react',
      './b.tsx',
      './parts/c.tsx',
      '../../ui/a.tsx',
      '../../lib/rpc.ts',
      '../../state/draft.ts',
      '#shared/model/nodes.ts',
    ],
    mayNot: [
      ...everywhereBanned,
      '../server/entry.tsx',
      '../registry.ts',
      '../../app/shell.tsx',
      '#core/host.ts',
    ],
  },
  {
    file: 'renderer/features/service/parts/a.tsx',
    may: ['../b.tsx', '../../../ui/a.tsx', '../../../lib/rpc.ts'],
    mayNot: [...everywhereBanned, '../../server/entry.tsx', '../../../app/shell.tsx'],
  },
  {
    file: 'renderer/features/registry.ts',
    may: ['./service/entry.tsx', '../lib/feature.ts'],
    mayNot: ['../app/shell.tsx'],
  },
  {
    file: 'renderer/app/a.tsx',
    may: ['../features/registry.ts', '../ui/a.tsx', '#shared/contract/index.ts'],
    mayNot: [...everywhereBanned, '#core/host.ts', 'node:fs'],
  },
  { file: 'test/support/a.ts', may: ['#core/host.ts', 'vitest', 'node:fs'], mayNot: ['electron'] },
];

const write = ({ file, may, mayNot }: Room): void => {
  const path = join(scratch, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, [...may, ...mayNot].map((name) => `import '${name}';\n`).join(''));
};

type Diagnostic = { category: string; location: { path: string; start: { line: number } } };

/** What a rule says of the files of a folder, by this clone's configuration. */
const diagnosticsOf = (folder: string, rule: string): Diagnostic[] => {
  for (const file of ['.biome.json', '.gitignore']) copyFileSync(join(root, file), join(folder, file));
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', `--only=${rule}`, '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
};

/** One Biome run over a scratch copy of the tree: file → refused imports. */
const refusedImports = (): Map<string, string[]> => {
  for (const room of rooms) write(room);
  const diagnostics = diagnosticsOf(scratch, 'style/noRestrictedImports');
  const refused = new Map<string, string[]>();
  for (const { location } of diagnostics) {
    const file = location.path.replaceAll('\\', '/').replace(/^\.\//, '');
    const room = rooms.find((candidate) => candidate.file === file);
    const name = room && [...room.may, ...room.mayNot][location.start.line - 1];
    if (name) refused.set(file, [...(refused.get(file) ?? []), name]);
  }
  return refused;
};

const refused = refusedImports();

test.each(rooms)('$file may import what the tree says and nothing else', ({ file, mayNot }) => {
  expect((refused.get(file) ?? []).toSorted()).toEqual(mayNot.toSorted());
});

/** A circle of two or three files, and what each of them says. */
const circles: readonly { name: string; files: Readonly<Record<string, string>> }[] = [
  {
    name: 'of values',
    files: {
      'core/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'core/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    },
  },
  {
    name: 'of types alone',
    files: {
      'core/a.ts': "import type { B } from './b.ts';\nexport type A = B | null;\n",
      'core/b.ts': "import type { A } from './a.ts';\nexport type B = A | string;\n",
    },
  },
  {
    name: 'through three rooms',
    files: {
      'core/modules/x/index.ts': "export { x } from './x.ts';\n",
      'core/modules/x/x.ts': "import { y } from '../y/index.ts';\nexport const x = () => y;\n",
      'core/modules/y/index.ts':
        "import type { x } from '../x/index.ts';\nexport const y = (given: typeof x) => given;\n",
    },
  },
];

test.each(circles)('a circle $name is refused', ({ files }) => {
  const folder = mkdtempSync(join(scratch, 'circle-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const found = diagnosticsOf(folder, 'suspicious/noImportCycles');
  const paths = found.map(({ location }) => location.path.replaceAll('\\', '/').replace(/^\.\//, ''));
  expect(new Set(paths)).toEqual(new Set(Object.keys(files)));
});
