import { expect, test } from 'vitest';
import { serverOptions } from './server-options.ts';

test('a server that is not set up says so and can still be chosen', () => {
  const servers = [
    { id: 'srv_1', name: 'harbour' },
    { id: 'srv_2', name: 'attic' },
  ];
  expect(serverOptions(servers, new Set(['srv_2']))).toEqual([
    { value: 'srv_1', label: 'harbour' },
    { value: 'srv_2', label: 'attic (not set up yet)' },
  ]);
});
