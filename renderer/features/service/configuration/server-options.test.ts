import { expect, test } from 'vitest';
import { buildServerOptions, serverOptions } from './server-options.ts';

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

test('a build server is any but the one that it runs on; what is chosen stays, seen or not', () => {
  const servers = [
    { id: 'srv_1', name: 'harbour', isReady: true },
    { id: 'srv_2', name: 'attic', isReady: false },
  ];
  const own = { value: '', label: 'The server that it runs on' };
  const attic = { value: 'srv_2', label: 'attic (not set up yet)' };
  expect(buildServerOptions(servers, { chosen: '', runsOn: 'srv_1' })).toEqual([own, attic]);
  expect(buildServerOptions(servers, { chosen: 'srv_1', runsOn: 'srv_1' })).toEqual([
    own,
    { value: 'srv_1', label: 'harbour' },
    attic,
  ]);
  expect(buildServerOptions(servers, { chosen: 'srv_9', runsOn: 'srv_1' })).toEqual([
    own,
    attic,
    { value: 'srv_9', label: 'A server that you may not see' },
  ]);
  expect(buildServerOptions(undefined, { chosen: 'srv_2', runsOn: '' })).toEqual([
    own,
    { value: 'srv_2', label: '…' },
  ]);
});
