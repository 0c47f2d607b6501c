import { describe, expect, it } from 'vitest';
import { piecesOf, textsOf } from '#shared/help/chapter.ts';
import { conceptChapters } from '#shared/help/concepts.ts';
import { taskChapters } from '#shared/help/tasks.ts';
import { isBundleFolder } from './bundle/run.ts';
import { isEject } from './eject/run.ts';
import { isImport } from './import/run.ts';
import { splitFileFlags } from './input/file-flags.ts';
import { parseWords, requireCommand } from './input/parse-words.ts';
import { expandShortcut } from './input/shortcuts.ts';
import { isLogin } from './login.ts';
import { expandVariable } from './variable/level.ts';
import { isVariableEdit } from './variable/run.ts';
import { isVolumeFile } from './volume/run.ts';

const lines = [...taskChapters, ...conceptChapters]
  .flatMap((chapter) => textsOf(chapter).flatMap(piecesOf))
  .flatMap((piece) => (piece.type === 'code' && /^quayside \w/.test(piece.text) ? [piece.text] : []));

/** Commands that are none of the contract's. */
const others = [isLogin, isVariableEdit, isVolumeFile, isEject, isImport, isBundleFolder];

describe('the help of the window', () => {
  it.each(lines)('names a command that exists: %s', (line) => {
    const words = line.split(' ').slice(1);
    if (others.some((is) => is(words))) return;
    expect(() =>
      requireCommand(parseWords(splitFileFlags(expandVariable(expandShortcut(words))).rest)),
    ).not.toThrow();
  });

  it('names several', () => expect(lines.length).toBeGreaterThan(2));
});
