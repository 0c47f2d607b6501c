import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { ArchiveEntry } from '../host/archive.ts';
import { LabError } from '../host/run.ts';
import type { LabServer } from '../server/server.ts';
import { imageArchive } from './archive.ts';
import { rootFiles } from './images.ts';

/** Debian's Caddy as an image, for servers that get a proxy. */
export const caddyImage = 'quayside-lab/caddy:2.6';

const caddy = '/usr/bin/caddy';

/** Loads it into a server's Docker. */
export async function loadCaddy(server: LabServer): Promise<void> {
  if (!existsSync(caddy)) throw new LabError('caddy is not installed: apt-get install caddy');
  const config = { Cmd: [caddy, 'version'], Env: ['PATH=/bin:/usr/bin'] };
  const files = [...rootFiles(), { path: 'data/', isFolder: true }, ...programFiles()];
  await server.must(['docker', 'load', '--quiet'], { input: imageArchive(caddyImage, config, files) });
}

/** The program with the libraries that it is linked against, each where it is looked for. */
function programFiles(): ArchiveEntry[] {
  const linked = execFileSync('ldd', [caddy], { encoding: 'utf8' });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const above = new Set([caddy, ...libraries].flatMap(parents));
  return [
    ...[...above].toSorted().map((path) => ({ path, isFolder: true })),
    ...[caddy, ...libraries].map((path) => ({
      path: path.slice(1),
      mode: 0o755,
      content: readFileSync(realpathSync(path)),
    })),
  ];
}

function parents(path: string): string[] {
  const parts = path.slice(1).split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
