import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliasOf, networkNameOf, serviceNameOf, slugOf } from './service-names.ts';

const anyName = fc.string({ unit: 'binary', maxLength: 200 });
const names = fc.record({ organization: anyName, project: anyName, environment: anyName, service: anyName });
const id = 'svc_01m7xz0h2r0ntbfbc7383yq43c';

describe('names on a server', () => {
  it('are what Swarm and DNS accept, whatever people write', () => {
    fc.assert(
      fc.property(names, (path) => {
        for (const name of [serviceNameOf(path, id), networkNameOf(path, id)]) {
          expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
        }
        expect(slugOf(path.service, 'service')).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });

  it('are made of the path for people and of the id for uniqueness', () => {
    const path = { organization: 'Acme', project: 'My Shop', environment: 'Production', service: 'Wéb App' };
    expect(serviceNameOf(path, id)).toBe('acme-my-shop-production-web-app-383yq43c');
  });

  it('give two services of one slug two names to be reached by', () => {
    const [older, newer] = [
      { id: 'svc_1aaaaaaaa', name: 'My App' },
      { id: 'svc_2bbbbbbbb', name: 'my-app' },
    ];
    expect(aliasOf(older, [older, newer])).toBe('my-app');
    expect(aliasOf(newer, [older, newer])).toBe('my-app-bbbbbbbb');
  });
});
