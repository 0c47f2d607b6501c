// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '#core/workload/compose/examine.ts';
import { examiner } from '#core/workload/compose/examiner.ts';
import type { ComposeSource } from '#shared/compose/source.ts';
import { isAppError } from '#shared/model/errors.ts';
import { alternate, bound, printTable, time } from './measure.ts';

const projects = 900;

/** One part of 10 lines, as people write them. */
const part = (name: string, at: number): string => `  ${name}${at}:
    image: "ghcr.io/acme/${name}:\${TAG:-1.${at}}"
    restart: unless-stopped
    environment:
      LEVEL: \${LEVEL:-info}
      NUMBER: "${at}"
    ports: ["127.0.0.1:${10_000 + at}:80"]
    volumes: [data:/data, "./conf/${at}.conf:/etc/app.conf:ro"]
    healthcheck: {test: [CMD, wget, -q, "http://127.0.0.1/health"], interval: 5s}
    depends_on: [${at === 0 ? '' : `${name}${at - 1}`}]
`;
const fileOf = (name: string, parts: number): string =>
  `# ${name}\nservices:\n${Array.from({ length: parts }, (_, at) => part(name, at)).join('')}volumes: {data: }\n`;

/** A compose file of 1,000 lines and another one laid over it. */
function sourceOf(name: string, parts = 100): ComposeSource {
  const over = `services:\n  ${name}0: {image: "other:2", environment: {LEVEL: debug}}\n`;
  return {
    files: { 'compose.yaml': fileOf(name, parts), 'over.yaml': over, '.env': 'TAG=7\n' },
    composeFiles: ['compose.yaml', 'over.yaml'],
    profiles: [],
    variables: { LEVEL: 'warn' },
  };
}

const large = sourceOf('web');
const lines = large.files['compose.yaml']?.split('\n').length ?? 0;
if (lines < 1_000 || examine({ source: large }).problems.length > 0) throw new Error('not what is measured');

const folder = mkdtempSync(join(tmpdir(), 'quayside-bench-'));
for (const [path, text] of Object.entries(large.files)) writeFileSync(join(folder, path), text);
const files = large.composeFiles.flatMap((path) => ['-f', join(folder, path)]);
const askPeer = () =>
  spawnSync('docker', ['compose', ...files, 'config'], { env: { ...process.env, LEVEL: 'warn' } });
const hasPeer = spawnSync('docker', ['compose', 'version']).status === 0;

/** A machine with other work may be too slow for the patience that one project gets: that is a miss, and no fault. */
const refused: string[] = [];
async function read(source: ComposeSource): Promise<void> {
  try {
    const { problems } = await examiner.examine({ source });
    if (problems.length > 0) throw new Error('a sound file has problems');
  } catch (error) {
    if (!isAppError(error, 'INVALID_INPUT')) throw error;
    refused.push(error.message);
  }
}

const rows = await alternate(
  [
    { name: `${lines} lines in the thread`, run: () => read(large) },
    { name: 'the same in this thread', run: () => examine({ source: large }) },
    ...(hasPeer ? [{ name: 'docker compose config', run: askPeer }] : []),
  ],
  { rounds: 15, warmUp: 3 },
);
rmSync(folder, { recursive: true });
printTable('Compose files', rows);
if (!hasPeer) console.log('  (docker compose is not on this machine: no peer beside it)');
const shown = rows[0]?.medianNs ?? Number.NaN;
bound('1,000 lines parsed, merged, judged and shown in 100 ms', shown <= 100e6, time(shown));

globalThis.gc?.();
const before = process.memoryUsage().rss;
const started = process.hrtime.bigint();
let longest = 0;
for (let at = 0; at < projects; at += 1) {
  await read(sourceOf(`app${at}`, 1 + (at % 30)));
  longest = Math.max(longest, process.memoryUsage().rss);
}
const took = Number(process.hrtime.bigint() - started);
const grownMiB = (longest - before) / 1_048_576;
bound(`${projects} files in 30 s in one process`, took <= 30e9, time(took));
bound('its memory grows by 256 MiB at most', grownMiB <= 256, `${grownMiB.toFixed(0)} MiB`);
bound('no sound file is refused for taking too long', refused.length === 0, `${refused.length} refused`);
await examiner.close();
