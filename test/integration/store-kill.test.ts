import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAllChains } from '#core/modules/audit/index.ts';
import { spawnNode } from '#test/support/child.ts';
import { clientOf, createTestCore } from '#test/support/create-test-core.ts';

const script = fileURLToPath(new URL('../support/creating-host.ts', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-kill-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Lets a host write until it has acknowledged some projects, then kills it without a warning. */
const writeUntilKilled = async (run: string, acknowledged: number) => {
  const child = spawnNode(script, folder, run);
  const attempted: string[] = [];
  const done: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [verb, ...name] = line.split(' ');
    (verb === 'done' ? done : attempted).push(name.join(' '));
    if (done.length === acknowledged) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { attempted, done };
};

describe('a host killed with -9 while it writes', () => {
  it('keeps everything it acknowledged, nothing it did not attempt, and an unbroken audit chain', async () => {
    const runs = [];
    for (const [index, count] of [3, 17, 1, 29].entries())
      runs.push(await writeUntilKilled(`run ${index}`, count));
    const { core } = await createTestCore({ dataFolder: folder });
    const client = clientOf(core);
    const organizationId = (await client.organization.list())[0]?.id ?? '';
    const found = new Set((await client.project.list({ organizationId })).map(({ name }) => name));
    const attempted = new Set(runs.flatMap((run) => run.attempted));
    expect(runs.flatMap((run) => run.done).filter((name) => !found.has(name))).toEqual([]);
    expect([...found].filter((name) => !attempted.has(name))).toEqual([]);
    const verdicts = await verifyAllChains(core.services.store);
    expect(verdicts.map(({ firstBroken }) => firstBroken)).toEqual(verdicts.map(() => null));
    await core.close();
  });
});
