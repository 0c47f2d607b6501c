import { expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { locationOf } from './location.ts';
import { methodsOf } from './route-table.ts';

const makers = operations.filter(({ successStatus }) => successStatus === 201);

it.each(operations)(
  '$name answers 201 if, and only if, it makes something',
  ({ verb, meta, successStatus }) => {
    const makes = /^(?:create|duplicate|register|firstRun|rollback|deploy$|move$|request$|createToken$)/.test(
      verb,
    );
    expect(successStatus).toBe(makes ? 201 : 200);
    if (meta.effect === 'start') expect(makes).toBe(true);
  },
);

it.each(makers)('what $name makes has an address of its own', ({ path, noun, verb }) => {
  const asked = path.replace(/\{\w+\}/g, 'parent');
  const isSession = noun === 'session' || verb === 'register';
  const answer = isSession ? { session: {} } : { id: 'made' };
  const location = locationOf(asked, answer) ?? '';
  expect(location).toMatch(isSession ? /^\/api\/v1\/session$/ : /^\/api\/v1\/.+\/made$/);
  const below = location.slice('/api/v1'.length);
  const known = operations.some(
    (each) => methodsOf(below).length > 0 || each.path.replace(/\{\w+\}/g, 'made').startsWith(`${below}/`),
  );
  expect(known).toBe(true);
});

it('finds the id beside a secret, and none where nothing has one', () => {
  expect(locationOf('/organizations/org_1/api-keys', { key: { id: 'key_1' }, secret: 's' })).toBe(
    '/api/v1/api-keys/key_1',
  );
  expect(locationOf('/servers/srv_1/setups', { id: 'set_1' })).toBe('/api/v1/servers/srv_1/setups/set_1');
  expect(locationOf('/organizations/org_1/projects', {})).toBeUndefined();
});
