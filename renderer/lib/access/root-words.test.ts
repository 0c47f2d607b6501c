import { expect, it } from 'vitest';
import { rootPermissions } from '#shared/model/roles.ts';
import { rootReason } from './root-words.ts';

it('explains every root mark in words of its own', () => {
  for (const permission of rootPermissions) expect(rootReason(permission)).not.toMatch(/^With this/);
});
