import { expect, it } from 'vitest';
import { keptRepositoryOf, keptTagOf } from './kept-name.ts';

it('is a reference of Docker’s made of the service’s id and the number of the deployment', () => {
  const id = 'svc_01m7xz0h2r0ntbfbc7383yq43c';
  expect(`${keptRepositoryOf(id)}:${keptTagOf(3)}`).toBe(
    'quayside.local/svc-01m7xz0h2r0ntbfbc7383yq43c:deployment-3',
  );
});
