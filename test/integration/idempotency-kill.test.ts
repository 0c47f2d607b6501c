import { afterAll, describe, expect, it } from 'vitest';
import { newDataFolder, removeFolder, type SpawnedHost, spawnHost } from '#test/support/spawn-host.ts';

const dataFolder = newDataFolder();
let host: SpawnedHost | undefined;
afterAll(async () => {
  await host?.end('SIGKILL');
  removeFolder(dataFolder);
});

interface Project {
  readonly id: string;
  readonly name: string;
}

const ask = async <T>({ url, token }: SpawnedHost, path: string, keyed?: string): Promise<T> => {
  const response = await fetch(`${url}/api/v1${path}`, {
    signal: AbortSignal.timeout(60_000),
    method: keyed === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(keyed === undefined ? {} : { 'idempotency-key': keyed }),
    },
    ...(keyed === undefined ? {} : { body: JSON.stringify({ name: keyed }) }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

const lanes = 4;

/** Sends request after request, each with a key of its own, until it kills the host amid them: the answers by key. */
const killedAmid = async (on: SpawnedHost, path: string, round: number) => {
  const answers = new Map<string, Project | undefined>();
  const state = { answered: 0, isKilled: false };
  const lane = async (): Promise<void> => {
    while (!state.isKilled) {
      const key = `round ${round} key ${answers.size}`;
      answers.set(key, undefined);
      answers.set(key, await ask<Project>(on, path, key));
      state.answered += 1;
      if (state.answered < 10 + round) continue;
      state.isKilled = true;
      await on.end('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: lanes }, lane));
  return answers;
};

describe('a host killed with -9 while requests with an Idempotency-Key are under way', () => {
  it('answers every repeat as the first time, and has done each exactly once', async () => {
    host = await spawnHost(dataFolder);
    const [organization] = await ask<[{ id: string }]>(host, '/organizations');
    const path = `/organizations/${organization.id}/projects`;
    const names: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const answers = await killedAmid(host, path, round);
      host = await spawnHost(dataFolder, []);
      for (const [key, answer] of answers) {
        const repeated = await ask<Project>(host, path, key);
        expect(repeated).toEqual(answer ?? expect.objectContaining({ name: key }));
      }
      names.push(...answers.keys());
    }
    const found = (await ask<readonly Project[]>(host, path)).map(({ name }) => name);
    expect(found.toSorted()).toEqual(names.toSorted());
  });
});
