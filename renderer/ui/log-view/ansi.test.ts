import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi.ts';

const esc = '\u001b';
const text = (line: string) => stripAnsi(line);

describe('a line of a log', () => {
  it('shows plain text as it is', () => {
    expect(parseAnsi('ready on :8080')).toEqual([{ text: 'ready on :8080', style: {} }]);
  });

  it('keeps colours and weights', () => {
    expect(parseAnsi(`a${esc}[1;31mb${esc}[22;39mc${esc}[0m`)).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { isBold: true, foreground: 1 } },
      { text: 'c', style: {} },
    ]);
  });

  it('maps the 256 and the true colours to the sixteen of the theme', () => {
    expect(parseAnsi(`${esc}[38;5;196mx`)[0]?.style).toEqual({ foreground: 9 });
    expect(parseAnsi(`${esc}[38;5;4mx`)[0]?.style).toEqual({ foreground: 4 });
    expect(parseAnsi(`${esc}[48;2;0;200;0mx`)[0]?.style).toEqual({ background: 2 });
    expect(parseAnsi(`${esc}[38;5;1;1mx`)[0]?.style).toEqual({ foreground: 1, isBold: true });
  });

  it.each([
    ['a title', `${esc}]0;owned\u0007ok`],
    ['a hyperlink', `${esc}]8;;http://evil${esc}\\ok${esc}]8;;${esc}\\`],
    ['clearing the screen', `${esc}[2J${esc}[Hok`],
    ['a device query', `${esc}P$q"p${esc}\\${esc}[cok`],
    ['a character set', `${esc}(0ok${esc}(B`],
    ['C1 controls', '\u009b31mok\u0090x\u009c'],
    ['direction marks', '\u202eok\u202c\u2066\u2069'],
    ['bells and backspaces', 'o\u0007\u0008k'],
  ])('takes out %s', (_what, line) => {
    expect(text(line)).toBe('ok');
  });

  it('shows only the last state of a line that overwrites itself', () => {
    expect(text('10%\r50%\r100%\r')).toBe('100%');
  });

  it('never lets a control character but the tab through, whatever comes', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(esc, '[', ']', 'm', ';', '38', '\u0007', '\u009b', '\r', '\u202e', 'P', '\\', '1'),
      ),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const shown = text(parts.join(''));
        expect(shown).not.toMatch(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('loses nothing of a line without controls', () => {
    const harmless = fc.string({ unit: fc.constantFrom(...'abcXYZ 019[];:m#é😀\t') });
    fc.assert(fc.property(harmless, (line) => text(line) === line));
  });
});
