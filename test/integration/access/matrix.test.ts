import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { policyOf } from '#test/support/policy.ts';
import { type Cell, Lane } from './lane.ts';
import { places } from './places.ts';
import { transports } from './transports.ts';
import { roles, worldMaker } from './world.ts';

// A world takes ten times as long to make as to copy, and the matrix wants two thousand.
vi.mock('#core/store/open-database.ts', async (original) => {
  const real = await original<typeof import('#core/store/open-database.ts')>();
  const { openSnapshot } = await import('./snapshot.ts');
  const openDatabase: typeof real.openDatabase = async (folder) =>
    openSnapshot() ?? real.openDatabase(folder);
  return { ...real, openDatabase };
});

const targeted = operations.filter(({ name }) => policyOf(name).on !== '');
const asked = new Set<string>();

describe('the matrix of operation, role, place and way in', () => {
  let lanes: readonly Lane[] = [];

  beforeAll(async () => {
    const makeWorld = await worldMaker();
    lanes = transports.flatMap((transport) => roles.map((role) => new Lane(transport, role, makeWorld)));
  });
  afterAll(() => Promise.all(lanes.map((lane) => lane.renew())));

  const askEverywhere = async (lane: Lane, operation: ContractOperation): Promise<Cell[]> => {
    const cells: Cell[] = [];
    for (const place of Object.entries(places)) cells.push(await lane.ask(operation, place));
    return cells;
  };

  it.each(targeted.map(({ name }) => name))('answers %s as access.md says', async (name) => {
    const operation = targeted.find((each) => each.name === name);
    if (!operation) throw new Error(`no operation ${name}`);
    const reaching = lanes.filter(({ transport }) => transport.reaches(operation));
    const cells = (await Promise.all(reaching.map((lane) => askEverywhere(lane, operation)))).flat();
    for (const { title } of cells) asked.add(title);
    const wrong = cells.filter(({ expected, got }) => got !== expected);
    const lines = wrong.map(({ title, expected, got }) => `${title}: expected ${expected}, got ${got}`);
    if (lines.length > 0) throw new Error(`${lines.length} of ${cells.length} answers\n${lines.join('\n')}`);
  });

  it('has asked each operation in every cell', () => {
    const people = transports.length - 1;
    const impersonal = targeted.filter(({ name }) => policyOf(name).who !== 'person').length;
    const perWay = roles.length * Object.keys(places).length;
    expect([people, roles.length, Object.keys(places).length]).toEqual([3, 6, 4]);
    expect(asked.size).toBe((targeted.length * people + impersonal) * perWay);
    // As many as there were when this was written.
    expect(asked.size).toBeGreaterThanOrEqual(12_192);
  });
});
