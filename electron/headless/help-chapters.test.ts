import { expect, it } from 'vitest';
import { piecesOf, textsOf } from '#shared/help/chapter.ts';
import { taskChapters } from '#shared/help/tasks.ts';
import { usage } from './arguments.ts';

it('the help of the window names options of the host that exist', () => {
  const named = taskChapters
    .flatMap((chapter) => textsOf(chapter).flatMap(piecesOf))
    .filter(({ type, text }) => type === 'code' && /serve -- |^--/.test(text))
    .flatMap(({ text }) => text.replace('serve -- ', '').match(/--[a-z-]+/g) ?? []);
  expect(new Set(named).size).toBeGreaterThan(4);
  expect(named.filter((option) => !usage.includes(`${option} `))).toEqual([]);
});
