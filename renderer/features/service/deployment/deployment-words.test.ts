import { describe, expect, it } from 'vitest';
import type { Deployment } from '#shared/contract/deployment.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { canReturnTo, stages, whatRan } from './deployment-words.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const ms = (seconds: number) => Date.parse(at(seconds));

const deployment = (change: Partial<Deployment>): Deployment => ({
  id: 'dep_1',
  serviceId: 'svc_1',
  organizationId: 'org_1',
  number: 1,
  state: 'pulling',
  reason: null,
  curedBy: null,
  serverId: 'srv_1',
  serverName: 'web-1',
  startedBy: 'Ann',
  rollbackOf: null,
  queuedAt: at(0),
  startedAt: at(1),
  endedAt: null,
  imageReference: null,
  imageDigest: null,
  imageId: null,
  images: [],
  commit: null,
  folder: null,
  spec: ServiceSpec.parse({ source: { type: 'image', image: 'nginx:1' } }),
  ...change,
});

const shown = (it: Deployment, times: [string, number][] = [], now = ms(10)) =>
  stages(it, new Map(times), now).map(({ name, state }) => `${name} ${state}`);

describe('the pipeline of a deployment', () => {
  it('shows where it is', () => {
    expect(shown(deployment({}))).toEqual([
      'queued done',
      'planning done',
      'pulling active',
      'starting waiting',
      'verifying waiting',
    ]);
  });

  it('builds where the source is a repository', () => {
    const spec = ServiceSpec.parse({
      source: { type: 'git', url: 'https://x.org/a', ref: { type: 'branch', name: 'main' } },
    });
    expect(shown(deployment({ spec, state: 'building' }))).toContain('building active');
  });

  it('shows where it failed, by what its log told last', () => {
    const times: [string, number][] = [
      ['planning', ms(1)],
      ['pulling', ms(2)],
      ['starting', ms(3)],
    ];
    expect(shown(deployment({ state: 'failed', endedAt: at(9) }), times)).toEqual([
      'queued done',
      'planning done',
      'pulling done',
      'starting failed',
      'verifying skipped',
    ]);
  });

  it('is all done when it succeeded', () => {
    expect(
      shown(deployment({ state: 'succeeded', endedAt: at(9) })).every((line) => line.endsWith('done')),
    ).toBe(true);
  });

  it('times each stage until the next one', () => {
    const [queued, planning, pulling] = stages(
      deployment({}),
      new Map([
        ['planning', ms(2)],
        ['pulling', ms(5)],
      ]),
      ms(10),
    );
    expect([queued?.durationMs, planning?.durationMs, pulling?.durationMs]).toEqual([2_000, 3_000, 5_000]);
  });
});

describe('a deployment in a few words', () => {
  it('names image and digest, or branch and commit', () => {
    expect(
      whatRan(deployment({ imageReference: 'nginx:1@sha256:ab', imageDigest: 'sha256:0123456789abcdef' })),
    ).toBe('nginx:1 0123456789ab');
    const spec = ServiceSpec.parse({
      source: { type: 'git', url: 'https://x.org/a', ref: { type: 'branch', name: 'main' } },
    });
    expect(whatRan(deployment({ spec, commit: 'deadbeefcafe' }))).toBe('main deadbeef');
  });

  it('can be gone back to only when it succeeded and its image is known', () => {
    expect(canReturnTo(deployment({ state: 'succeeded', imageId: 'sha256:1' }))).toBe(true);
    expect(canReturnTo(deployment({ state: 'failed', imageId: 'sha256:1' }))).toBe(false);
    expect(canReturnTo(deployment({ state: 'pulling', imageId: 'sha256:1' }))).toBe(false);
  });
});
