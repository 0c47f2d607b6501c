import { expect, it } from 'vitest';
import { moveInput, stayOptions } from './move-input.ts';

const place = { serviceId: 'svc_1', environmentId: 'env_2' };
const service = { serverId: 'srv_1' };

it('names only another server than the one that the service is on', () => {
  expect(moveInput({ ...place, chosenServer: undefined, service })).toEqual(place);
  expect(moveInput({ ...place, chosenServer: 'srv_1', service })).toEqual(place);
  expect(moveInput({ ...place, chosenServer: '', service: { serverId: null } })).toEqual(place);
  expect(moveInput({ ...place, chosenServer: 'srv_2', service })).toEqual({ ...place, serverId: 'srv_2' });
});

it('offers to stay on a server that is not among those to be seen', () => {
  expect(stayOptions('srv_1', [{ id: 'srv_2' }])).toEqual([{ value: 'srv_1', label: 'Where it is' }]);
  expect(stayOptions('srv_1', [{ id: 'srv_1' }])).toEqual([]);
  expect(stayOptions(null, [])).toEqual([{ value: '', label: 'None yet' }]);
});
