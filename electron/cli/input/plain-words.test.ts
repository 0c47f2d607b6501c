import { expect, it } from 'vitest';
import { parsePlainWords } from './plain-words.ts';

it('takes what every command has, and of the rest only what is this one’s own', () => {
  const own = { withValue: ['--out'], flags: ['--secrets'] };
  const argv = ['shop', '--out=to', '--token-file', 'key', '--timeout', '2', '--secrets', '-j', '--', '--x'];
  expect(parsePlainWords(argv, own)).toMatchObject({
    words: ['shop', '--x'],
    options: { out: 'to', 'token-file': 'key' },
    timeoutMs: 2_000,
    isJson: true,
    isHelp: false,
  });
  expect(parsePlainWords(['-h'], {}).isHelp).toBe(true);
  for (const argv of [['--replace'], ['--out', 'x']])
    expect(() => parsePlainWords(argv, {})).toThrow('There is no option');
  expect(() => parsePlainWords(['--timeout', 'soon'], {})).toThrow('no number of seconds');
});
