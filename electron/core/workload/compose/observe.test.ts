import { describe, expect, it } from 'vitest';
import { seenOf } from './observe.ts';
import type { PartContainer } from './part-container.ts';

const container = (more: Partial<PartContainer> = {}): PartContainer => ({
  id: 'c1',
  name: 'still-web-1',
  image: 'quayside-lab/app:1',
  imageId: 'sha256:1',
  createdAt: '2026-11-30T00:00:00.000Z',
  state: 'running',
  status: 'Up 2 seconds',
  health: undefined,
  labels: {},
  ports: [],
  addresses: [],
  volumes: [],
  mounts: [],
  part: 'web',
  number: 1,
  ...more,
});

const stateOf = (containers: readonly PartContainer[], exitCode?: number): string =>
  seenOf(containers, new Map(exitCode === undefined ? [] : [['c1', { exitCode }]])).state;

describe('the containers of a compose project', () => {
  it('are stopped once each of them ended by a signal or in peace', () => {
    expect(stateOf([container()])).toBe('running');
    for (const code of [0, 130, 137, 143])
      expect(stateOf([container({ state: 'exited', status: `Exited (${code}) 1 second ago` })])).toBe(
        'stopped',
      );
    expect(stateOf([container({ state: 'exited', status: 'Exited (1) 1 second ago' })])).toBe('failed');
  });

  it('are stopped as soon as Docker told of the end, though its list still says that they run', () => {
    expect(stateOf([container()], 0)).toBe('stopped');
    expect(stateOf([container()], 137)).toBe('stopped');
    expect(stateOf([container()], 1)).toBe('failed');
    expect(stateOf([container(), container({ id: 'c2', part: 'worker' })], 0)).toBe('degraded');
  });

  it('are called by their part, and counted only where it has several: Compose gives no number twice', () => {
    const web = [7, 9].map((number) => container({ id: `c${number}`, number }));
    const worker = container({ id: 'c3', part: 'worker', number: 4 });
    const { tasks } = seenOf([...web, worker], new Map());
    expect(tasks.map(({ part }) => part)).toEqual(['web 1', 'web 2', 'worker']);
  });
});
