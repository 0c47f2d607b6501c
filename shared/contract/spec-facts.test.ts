import { describe, expect, it } from 'vitest';
import { ApplicationSpec } from './application-spec.ts';
import { specFacts } from './spec-facts.ts';

const spec = (fields: object = {}): ApplicationSpec =>
  ApplicationSpec.parse({ source: { type: 'image', image: 'nginx:1.27' }, ...fields });

describe('what is said of an application', () => {
  it('names its image where a registry has it, and its repository where it is built', () => {
    const url = 'https://git.example/a.git';
    const built = spec({ source: { type: 'git', url, ref: { type: 'branch', name: 'main' } } });
    expect(specFacts(spec())).toMatchObject({ image: 'nginx:1.27', repository: null });
    expect(specFacts(built)).toMatchObject({ image: null, repository: url });
  });

  it('is scaled as anybody likes', () => {
    expect(specFacts(spec()).scaledTo(4)).toEqual(spec({ replicas: 4 }));
  });

  it('is copied without the ports that it holds on its server', () => {
    const held = spec({ replicas: 2, ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }] });
    const free = spec({ replicas: 2, ports: [{ containerPort: 80 }, { containerPort: 81 }] });
    expect(specFacts(held).copy()).toEqual(free);
  });
});
