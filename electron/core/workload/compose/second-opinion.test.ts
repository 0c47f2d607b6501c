import { expect, it } from 'vitest';
import { differences } from './second-opinion.ts';

it('names the fields that two readings tell differently, whatever the order of their keys', () => {
  const web = { image: 'a', environment: { A: '1', B: '2' }, volumes: [{ volume: {} }], profiles: ['x'] };
  const theirs = { services: { web, gone: { image: 'b' } }, volumes: { data: { name: 'p_data' } } };
  const ours = {
    services: { web: { environment: { B: '2', A: '1' }, volumes: [{}], image: 'a' } },
    volumes: { data: {} },
  };
  expect(differences(theirs, ours)).toEqual(['services.gone', 'volumes.data.name']);
  expect(differences(ours, ours)).toEqual([]);
});
