import { expect, it } from 'vitest';
import { stillUnsaved } from './rules-text.ts';

it('keeps what was typed while something else was saved, and drops what was saved', () => {
  const sent = { skipWords: ['[skip]'], watchPaths: ['api'] };
  expect(stillUnsaved({ words: ' [skip]\n', paths: 'api\nweb' }, sent)).toEqual({ paths: 'api\nweb' });
  expect(stillUnsaved({ words: '[skip] more' }, sent)).toEqual({ words: '[skip] more' });
  expect(stillUnsaved({ paths: 'api' }, sent)).toEqual({});
});
