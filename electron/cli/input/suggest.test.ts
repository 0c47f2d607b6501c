import { expect, it } from 'vitest';
import { suggest } from './suggest.ts';

it('suggests what is a slip away, and nothing that is far', () => {
  expect(suggest('servce', ['server', 'service'])).toBe('; did you mean “service”?');
  expect(suggest('lgos', ['logs', 'list'])).toBe('; did you mean “logs”?');
  expect(suggest('log', ['logs', 'list'])).toBe('; did you mean “logs”?');
  expect(suggest('xyz', ['logs'])).toBe('.');
});
