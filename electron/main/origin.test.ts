import { describe, expect, it } from 'vitest';
import { appOrigin, type Frame, isOurTopFrame, isOurUrl } from './origin.ts';

describe('our origin', () => {
  it.each(['app://quayside/', 'app://quayside/o/org_1/service/svc_1?tab=logs#x'])('holds %s', (url) => {
    expect(isOurUrl(url)).toBe(true);
  });

  it.each([
    'app://quayside.evil.example/',
    'app://evil/quayside/',
    'app://quayside@evil/',
    'app://user:secret@quayside/',
    'app://quayside:8080/',
    'APP-X://quayside/',
    'https://quayside/',
    'file:///quayside/',
    'data:text/html,app://quayside/',
    'about:blank',
    '',
  ])('does not hold %j', (url) => {
    expect(isOurUrl(url)).toBe(false);
  });
});

const frame = (parts: Partial<Frame> = {}): Frame => ({
  url: `${appOrigin}/`,
  origin: appOrigin,
  parent: null,
  isDestroyed: () => false,
  ...parts,
});

describe('a frame that may get a port', () => {
  it('is the top frame of our origin', () => {
    expect(isOurTopFrame(frame())).toBe(true);
  });

  it.each([
    ['nested in another', frame({ parent: frame() })],
    ['of another origin', frame({ origin: 'https://evil.example' })],
    ['of an opaque origin', frame({ origin: 'null' })],
    ['at a foreign address', frame({ url: 'https://evil.example/' })],
    ['already gone', frame({ isDestroyed: () => true })],
    ['absent', undefined],
  ])('is not one that is %s', (_, candidate) => {
    expect(isOurTopFrame(candidate)).toBe(false);
  });
});
