import { describe, expect, it } from 'vitest';
import { openRoleWorld } from '#test/support/role-world.ts';

const world = openRoleWorld();
const { create } = world;

describe('the name of a custom role', () => {
  it.each([
    'Owner',
    'OWNER',
    ' admin ',
    'vIeWeR',
    'Ａｄｍｉｎ',
    'Vıewer',
    'Оwner',
    'a/b',
    '<b>',
    'x\u202Ey',
    'x\u200By',
    'a'.repeat(51),
    ' ',
  ])('is refused as %j', async (name) => {
    await expect(create({ name })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each(['Ärzte-Team_2', 'Дежурный', '運用担当', 'Ops 24', 'é'.normalize('NFD').repeat(50)])(
    'may be %s',
    async (name) => {
      expect((await create({ name })).name).toBe(name.normalize('NFC'));
    },
  );

  it.each([
    ['Ärzte', 'ÄRZTE'],
    ['Ärzte', 'ärzte'.normalize('NFD')],
    ['ΟΔΟΣ', 'οδος'],
    ['Strasse', 'straße'],
    ['Ops Team', 'ops  team'],
    ['Дежурный', 'дЕЖУРНЫЙ'],
  ])('is taken by %s for %s', async (first, second) => {
    await create({ name: first });
    await expect(create({ name: second })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: expect.objectContaining({ field: 'name' }),
    });
    const other = await create({ name: 'Other' });
    await expect(world.owner.role.update({ roleId: other.id, name: second })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await world.owner.role.update({ roleId: other.id, name: 'OTHER' })).name).toBe('OTHER');
  });
});
