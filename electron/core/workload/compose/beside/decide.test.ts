import { describe, expect, it } from 'vitest';
import type { PartContainer } from '../part-container.ts';
import { isCandidate, isOld } from './containers.ts';
import { decide, type Seen } from './decide.ts';
import { besideLines, oldsIn } from './lines.ts';
import { outagesOf } from './outages.ts';
import type { PartFacts } from './part-facts.ts';
import { isAddress, placeLines, placeVariable, slotsIn } from './places.ts';

const container = (part: string, hash: string, more: Partial<PartContainer> = {}): PartContainer => ({
  ...{
    id: `${part}-${hash}`,
    name: part,
    image: 'n',
    imageId: 'n',
    createdAt: '',
    state: 'running',
    status: 'Up',
  },
  ...{ health: undefined, ports: [], addresses: [], volumes: [], mounts: [], number: 1 },
  labels: { 'com.docker.compose.config-hash': hash },
  part,
  ...more,
});
const part = (name: string, more: Partial<PartFacts> = {}): PartFacts => ({
  part: name,
  replicas: 1,
  needs: [],
  ...more,
});
const after = (...names: string[]): PartFacts['needs'] =>
  names.map((each) => ({ part: each, until: 'started' }));

/** `db` and `web`, which waits for it, both of which changed; a proxy leads to `web`. */
const seen = (more: Partial<Seen> = {}): Seen => ({
  parts: [part('db'), part('web', { needs: after('db') })],
  hashes: new Map([
    ['db', 'new'],
    ['web', 'new'],
    ['api', 'new'],
  ]),
  containers: [container('db', 'old'), container('web', 'old')],
  routed: ['web'],
  slots: { db: 'a', web: 'a' },
  ...more,
});

describe('what starts beside its old containers', () => {
  it('is what a proxy leads to and what changed, and takes the other place', () => {
    expect(decide(seen())).toMatchObject({
      beside: [{ part: 'web', total: 2, olds: ['old'] }],
      inPlace: [],
      now: ['db'],
      later: [{ part: 'web' }],
      slots: { db: 'a', web: 'b' },
    });
    expect(decide(seen({ slots: { web: 'b' } })).slots).toEqual({ db: 'a', web: 'a' });
  });

  it('is nothing where nothing of it changed, nobody is led to it, or nothing of it runs', () => {
    const nothing = { beside: [], inPlace: [], later: [], slots: { web: 'a' } };
    for (const each of [
      { containers: [container('db', 'old'), container('web', 'new')] },
      { routed: ['db-not'] },
      { containers: [container('web', 'old', { state: 'exited' })] },
      { containers: [] },
    ])
      expect(decide(seen(each))).toMatchObject(nothing);
  });

  it('is the only part where a domain names none', () => {
    const one = {
      parts: [part('web', { replicas: 3 })],
      containers: [container('web', 'old')],
      routed: [null],
    };
    expect(decide(seen(one)).beside).toEqual([{ part: 'web', total: 4, olds: ['old'] }]);
    expect(decide(seen({ routed: [null] })).beside).toEqual([]);
  });

  it('is nothing that only one container can have', () => {
    const held = { parts: [part('db'), part('web', { alone: 'it holds a port of the server' })] };
    expect(decide(seen(held))).toMatchObject({ beside: [], inPlace: ['web'], slots: { web: 'a' } });
    const volumes = ['f'.repeat(64)];
    const keeping = { containers: [container('web', 'old', { volumes })] };
    expect(decide(seen(keeping))).toMatchObject({ beside: [], inPlace: ['web'] });
    const named = { containers: [container('web', 'old', { volumes: ['shop_data'] })] };
    expect(decide(seen(named))).toMatchObject({ beside: [{ part: 'web' }] });
  });

  it('takes along what waits for it unchanged, and is replaced together with what changed as well', () => {
    const parts = [part('web'), part('api', { needs: after('web') })];
    const same = { parts, containers: [container('web', 'old'), container('api', 'new')] };
    expect(decide(seen(same))).toMatchObject({ now: [], later: [{ part: 'web' }, { part: 'api' }] });
    const both = { parts, containers: [container('web', 'old'), container('api', 'old')] };
    expect(decide(seen(both))).toMatchObject({ beside: [], inPlace: ['web'], now: ['web', 'api'] });
    expect(decide(seen({ ...both, routed: ['web', 'api'] })).beside).toMatchObject([
      { part: 'web' },
      { part: 'api' },
    ]);
  });
});

it('tells old containers from new ones by what they were made by', () => {
  const decision = { beside: [{ part: 'web', total: 2, olds: ['one', 'two'] }], inPlace: ['api'] };
  const olds = oldsIn(besideLines(decision).split('\n').filter(Boolean));
  expect(isOld(olds, container('web', 'two'))).toBe(true);
  expect(isCandidate(olds, container('web', 'two'))).toBe(false);
  expect(isCandidate(olds, container('web', 'three'))).toBe(true);
  for (const each of ['api', 'db']) {
    expect(isOld(olds, container(each, 'one'))).toBe(false);
    expect(isCandidate(olds, container(each, 'three'))).toBe(false);
  }
});

it('keeps the place of each part as a variable, and no two parts have the same', () => {
  const slots = { web: 'b', 'we-b': 'a', we_b: 'b', 'we.b': 'a' } as const;
  const names = Object.keys(slots);
  expect(new Set(names.map(placeVariable)).size).toBe(names.length);
  expect(slotsIn(placeLines(slots).split('\n'), names)).toEqual(slots);
  for (const name of names) expect(placeVariable(name)).toMatch(/^[A-Z][A-Za-z0-9_]*$/);
});

it('leaves nothing else to Compose to fill in than such a place', () => {
  const name = '$'.concat('{QUAYSIDE_PLACE_web:-a}');
  expect(isAddress(`svc-1-${name}`)).toBe(true);
  expect(isAddress(`svc-1-${name}-web_1.b`)).toBe(true);
  for (const other of [`x ${name}`, `svc-1-${name}-$PATH`, '$'.concat('{HOME}'), `svc-${name}${name}`])
    expect(isAddress(other)).toBe(false);
});

describe('the outages that a plan tells', () => {
  const parts = [
    part('web', { alone: 'it holds a port of the server' }),
    part('api'),
    part('after', { needs: after('api') }),
  ];
  const asked = { routed: ['web', 'api'], keeping: [] as string[] };

  it('are of what can be there only once, changed or not, and of what goes together with what changed', () => {
    expect([...outagesOf(parts, { ...asked, changed: ['api image'] })]).toEqual([
      ['web', 'it holds a port of the server'],
    ]);
    expect([...outagesOf(parts, { ...asked, changed: ['api image', 'after environment.A'] }).keys()]).toEqual(
      ['api', 'web'],
    );
    expect([...outagesOf(parts, { ...asked, changed: [], keeping: ['api'] }).keys()]).toEqual(['web', 'api']);
    expect([...outagesOf(parts, { ...asked, routed: [], changed: ['api image'] })]).toEqual([]);
  });
});
