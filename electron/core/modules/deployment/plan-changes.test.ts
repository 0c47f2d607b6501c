import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { serviceTypes } from '../../workload/index.ts';
import { planChanges } from './plan-changes.ts';
import type { DeployedVariable } from './rows.ts';

const spec = (fields: object = {}): ServiceSpec =>
  ServiceSpec.parse({ source: { type: 'image', image: 'nginx:1.27' }, ...fields });
const variable = (name: string, value: string, isSecret = false): DeployedVariable => ({
  ...{ name, value, isSecret },
  levels: ['service'],
});

describe('a plan', () => {
  it('says nothing where nothing changes', () => {
    const configured = { spec: spec({ ports: [{ containerPort: 80 }] }), variables: [variable('A', '1')] };
    expect(planChanges(serviceTypes.application, configured, structuredClone(configured))).toEqual([]);
  });

  it('names what changes, field by field', () => {
    const before = { spec: spec({ ports: [{ containerPort: 80 }] }), variables: [variable('A', '1')] };
    const after = {
      spec: spec({ source: { type: 'image', image: 'nginx:2' }, replicas: 3, limits: { memoryMiB: 64 } }),
      variables: [variable('B', '2')],
    };
    expect(planChanges(serviceTypes.application, before, after)).toEqual([
      { field: 'image', from: 'nginx:1.27', to: 'nginx:2', levels: [] },
      { field: 'replicas', from: '1', to: '3', levels: [] },
      { field: 'port 80/tcp', from: 'inside the environment', to: null, levels: [] },
      { field: 'variable A', from: '1', to: null, levels: ['service'] },
      { field: 'memory limit', from: null, to: '64 MiB', levels: [] },
      { field: 'variable B', from: null, to: '2', levels: ['service'] },
    ]);
  });

  it('shows that a secret changed and never what it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string({ minLength: 4 }), (one, two) => {
        fc.pre(one !== two);
        const changes = planChanges(
          serviceTypes.application,
          { spec: spec(), variables: [variable('KEY', one, true)] },
          { spec: spec(), variables: [variable('KEY', two, true)] },
        );
        expect(changes).toEqual([{ field: 'variable KEY', from: '•••', to: '•••', levels: ['service'] }]);
      }),
    );
  });
});
