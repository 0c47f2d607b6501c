import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { application } from '../types/application.ts';
import { desiredService, literalValue } from './desired-service.ts';

const spec = (fields: object = {}): ApplicationSpec =>
  ApplicationSpec.parse({ source: { type: 'image', image: 'nginx:1.27' }, ...fields });

/** What Swarm makes of a value: Go's text/template, as far as a text without actions of others goes. */
const expand = (text: string): string => text.replace(/\{\{"(.*?)"\}\}/gs, '$1');

describe('the environment of a service', () => {
  it('comes out of Swarm’s template expansion as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '"', 'a', '\n', '.', '-', ' ') }), (value) => {
        expect(expand(literalValue(value))).toBe(value);
      }),
    );
  });

  it('holds no action but the ones that write a brace pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '"') }), (value) => {
        expect(literalValue(value).replaceAll('{{"{{"}}', '')).not.toContain('{{');
      }),
    );
  });
});

describe('what Swarm is asked for', () => {
  const desired = (wanted: ApplicationSpec) =>
    desiredService({
      slot: 'a',
      routed: [],
      name: 'acme-shop-production-web-abcdefgh',
      alias: 'web',
      ids: { organization: 'org_1', project: 'prj_1', environment: 'env_1', service: 'svc_1' },
      deploymentId: 'dep_1',
      fence: 7,
      image: 'nginx@sha256:00',
      network: 'quayside-acme',
      networkId: 'net',
      made: { nodeId: 'node_1', secrets: [] },
      content: application.contentOf(wanted),
      variables: [],
    });

  it('updates in the order that the service asks for', () => {
    expect(desired(spec()).update.order).toBe('start-first');
    expect(desired(spec({ ports: [{ containerPort: 80, hostPort: 80 }] })).update.order).toBe('stop-first');
  });

  it('publishes only the ports that have a number on the server', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }];
    expect(desired(spec({ ports })).ports).toEqual([
      { target: 81, published: 8081, protocol: 'tcp', mode: 'host' },
    ]);
  });

  it('replaces the command by an argument vector, and leaves the image’s own where there is none', () => {
    expect(desired(spec({ command: ['sh', '-c', 'echo "$A"; id'] })).args).toEqual([
      'sh',
      '-c',
      'echo "$A"; id',
    ]);
    expect(desired(spec()).args).toBeUndefined();
  });

  it('labels tasks with their deployment, so that each deployment replaces them', () => {
    expect(desired(spec()).containerLabels).toMatchObject({ 'quayside.deployment': 'dep_1' });
    expect(desired(spec()).labels).toMatchObject({ 'quayside.fence': '7', 'quayside.service': 'svc_1' });
  });

  it('mounts volumes by a name that only this service can have, on the node that holds them', () => {
    const mounts = [
      { type: 'volume', name: 'data', target: '/data' },
      { type: 'bind', source: '/srv', target: '/srv', readOnly: true },
      { type: 'tmpfs', target: '/tmp', sizeMiB: 2 },
      { type: 'file', target: '/etc/app.conf', content: 'a' },
    ];
    expect(desired(spec({ mounts })).mounts).toEqual([
      { type: 'volume', source: 'svc_1-data', target: '/data', isReadOnly: false },
      { type: 'bind', source: '/srv', target: '/srv', isReadOnly: true },
      { type: 'tmpfs', target: '/tmp', sizeBytes: 2_097_152 },
    ]);
    expect(desired(spec({ mounts })).placement).toEqual(['node.id==node_1']);
  });
});
