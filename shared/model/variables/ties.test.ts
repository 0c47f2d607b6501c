import { describe, expect, it } from 'vitest';
import { tiesOf } from './ties.ts';

const value = (scope: { server?: string[]; environment?: string[] } = {}, name = 'PORT') => ({ name, scope });

describe('a tie of scopes', () => {
  it('is there wherever two equally specific values of a name both hold, whatever the case of the name', () => {
    expect(
      tiesOf([
        value({ server: ['a', 'b'] }),
        value({ server: ['c'] }),
        value({ server: ['b', 'c'] }, 'port'),
      ]),
    ).toEqual([{ first: 0, second: 2 }]);
    expect(tiesOf([value(), value()])).toEqual([{ first: 0, second: 1 }]);
  });

  it('is none between values of another name, of another rank, or without a common place', () => {
    expect(
      tiesOf([
        value(),
        value({}, 'HOST'),
        value({ server: ['a'] }),
        value({ environment: ['x'] }),
        value({ server: ['a'], environment: ['x'] }),
        value({ server: ['b'], environment: ['x'] }),
        value({ server: ['a'], environment: ['y'] }),
      ]),
    ).toEqual([]);
  });

  it('asks for a common place in every dimension', () => {
    const both = value({ server: ['a', 'b'], environment: ['x', 'y'] });
    expect(tiesOf([both, value({ server: ['b'], environment: ['y'] })])).toEqual([{ first: 0, second: 1 }]);
    expect(tiesOf([both, value({ server: ['b'], environment: ['z'] })])).toEqual([]);
  });
});
