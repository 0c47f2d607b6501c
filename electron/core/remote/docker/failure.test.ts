import { expect, it } from 'vitest';
import { accessRefusal } from './access.ts';
import { dockerFailure } from './failure.ts';

const without = { hasClient: false, hasSocket: false, canUseSocket: false, hasSudo: true };

it('a set-up is named as the cure where it is one, for whoever shows the failure', () => {
  const noSwarm = dockerFailure('web-1', 'Listing services', 503, 'This node is not a swarm manager.');
  expect(noSwarm.data).toMatchObject({ curedBy: 'setup' });
  expect(accessRefusal('web-1', without)?.data).toMatchObject({ curedBy: 'setup' });
});

it('is not named where a set-up would change nothing', () => {
  const full = dockerFailure('web-1', 'Pulling', 500, 'write: no space left on device');
  expect(full.data).not.toHaveProperty('curedBy', 'setup');
  expect(accessRefusal('web-1', { ...without, hasSocket: true, hasSudo: false })?.data).not.toHaveProperty(
    'curedBy',
    'setup',
  );
});
