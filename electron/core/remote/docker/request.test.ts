import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { payloads } from '../test-support/payloads.ts';
import { part } from './request.ts';
import { swarmSpec } from './service-spec.ts';
import { TunnelAgent } from './tunnel-agent.ts';

test('an id stays one segment of the path whatever it holds', () => {
  for (const id of [...payloads, '..', '.', '../../info', 'a/b?c=d#e', '%2e%2e']) {
    const path = `/containers/${part(id)}/json`;
    expect(path.split('/')).toHaveLength(4);
    expect(path).not.toMatch(/[\s?#]|\/\.\.?\//);
  }
});

test('inspecting a request does not reach what the agent holds', () => {
  const agent = new TunnelAgent(() => Promise.reject(new Error('unused')));
  Object.assign(agent, { secret: 'PRIVATE KEY' });
  expect(inspect({ agent }, { showHidden: true, depth: 9 })).toBe('{ agent: TunnelAgent }');
});

test('a service asks for nothing that needs IPVS, and keeps its variables byte for byte', () => {
  const spec = swarmSpec({
    name: 'web',
    image: 'app@sha256:0',
    labels: {},
    env: { A: 'x\ny "z" ;$(id)' },
    replicas: 2,
    ports: [{ target: 80, published: 8080, protocol: 'tcp' }],
    healthCheck: {
      test: ['CMD', 'true'],
      ...{ intervalMs: 1_500, timeoutMs: 500, retries: 2, startPeriodMs: 20_000, startIntervalMs: 250 },
    },
    update: { order: 'stop-first', monitorMs: 5_000, onFailure: 'rollback' },
  });
  expect(spec).toMatchObject({
    EndpointSpec: { Mode: 'dnsrr', Ports: [{ PublishMode: 'host', PublishedPort: 8080, TargetPort: 80 }] },
    TaskTemplate: {
      ContainerSpec: {
        Env: ['A=x\ny "z" ;$(id)'],
        Healthcheck: { Interval: 1_500_000_000, StartInterval: 250_000_000 },
      },
    },
    UpdateConfig: { Order: 'stop-first', FailureAction: 'rollback', Monitor: 5_000_000_000 },
    RollbackConfig: { FailureAction: 'pause' },
  });
});
