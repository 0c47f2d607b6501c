import { expect, it } from 'vitest';
import type { ApiOperation } from './api-description.ts';
import { missingIn, requestOf } from './request.ts';

const operation: ApiOperation = {
  id: 'service.rename',
  summary: 'Rename a service',
  method: 'PATCH',
  path: '/api/v1/services/{serviceId}',
  parameters: [
    { name: 'serviceId', in: 'path', required: true, schema: {} },
    { name: 'dry', in: 'query', schema: {} },
    { name: 'Idempotency-Key', in: 'header', schema: {} },
  ],
  body: { type: 'object' },
  answer: { status: '200', type: 'application/json', schema: undefined },
  headers: [],
  errors: [],
  effect: 'change',
  permission: 'service.update',
  permissionOn: 'serviceId',
  open: undefined,
  takesKeys: true,
};

it('what was filled in goes where the operation wants it, and what was left out goes nowhere', () => {
  const values = { serviceId: 'acme/shop/a b?#', dry: '', 'Idempotency-Key': 'once' };
  expect(requestOf(operation, { values, body: '{"name":"x"}' })).toEqual({
    method: 'PATCH',
    target: '/api/v1/services/acme%2Fshop%2Fa%20b%3F%23',
    headers: { 'Idempotency-Key': 'once', 'Content-Type': 'application/json' },
    body: '{"name":"x"}',
  });
  expect(requestOf(operation, { values: { serviceId: 'a', dry: 'a&b' }, body: ' ' })).toEqual({
    method: 'PATCH',
    target: '/api/v1/services/a?dry=a%26b',
    headers: {},
    body: undefined,
  });
});

it.each(['', '.', '..'])('“%s” stands in no path', (serviceId) => {
  expect(missingIn(operation, { values: { serviceId }, body: '' })).toEqual(['serviceId']);
});
