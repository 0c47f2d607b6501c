import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSize, fittedBounds, parseWindowState, smallestSize } from './window-bounds.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };
const bounds = { x: 1600, y: 100, width: 1400, height: 900 };

describe('the place of the window', () => {
  it('is where it was, on the display where it was', () => {
    expect(fittedBounds({ bounds, isMaximized: false }, [laptop, monitor])).toEqual(bounds);
  });

  it("is the system's choice once that display is gone", () => {
    expect(fittedBounds({ bounds, isMaximized: false }, [laptop])).toEqual(defaultSize);
    expect(fittedBounds({ isMaximized: false }, [laptop])).toEqual(defaultSize);
  });

  it('is never larger than the display nor too small to use', () => {
    const huge = { x: 0, y: 30, width: 9000, height: 9000 };
    expect(fittedBounds({ bounds: huge, isMaximized: false }, [laptop])).toMatchObject({
      width: 1440,
      height: 875,
    });
    const tiny = { x: 0, y: 30, width: 100, height: 1 };
    expect(fittedBounds({ bounds: tiny, isMaximized: false }, [laptop])).toMatchObject(smallestSize);
  });
});

describe('the saved state', () => {
  it('survives a round trip', () => {
    const state = { bounds, isMaximized: true };
    expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  });

  it('is nothing when unreadable, whatever was in the file', () => {
    expect(parseWindowState('{"bounds":{"x":"1"}}')).toEqual({ isMaximized: false });
    expect(parseWindowState('null')).toEqual({ isMaximized: false });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof parseWindowState(text).isMaximized).toBe('boolean');
      }),
    );
  });
});
