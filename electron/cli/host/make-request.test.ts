import { expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { makeRequest } from './make-request.ts';

const get = operations.find(({ name }) => name === 'project.get');

it('a name is one segment of a path, whatever it holds', () => {
  if (!get) throw new Error('the contract has no project.get');
  expect(makeRequest(get, { projectId: 'acme/a b?#%2F' })).toEqual({
    method: 'GET',
    path: '/api/v1/projects/acme%2Fa%20b%3F%23%252F',
    body: undefined,
  });
});

it.each(['.', '..'])('%s leads to no other path', (projectId) => {
  if (!get) throw new Error('the contract has no project.get');
  expect(() => makeRequest(get, { projectId })).toThrow('give its id, or the organization in front');
});
