import { describe, expect, it } from 'vitest';
import { piecesOf, searchChapters, textsOf } from './chapter.ts';
import { conceptChapters } from './concepts.ts';
import { taskChapters } from './tasks.ts';

const chapters = [...taskChapters, ...conceptChapters];

describe('the help', () => {
  it('has chapters of ids of their own, each with something to read', () => {
    expect(new Set(chapters.map(({ id }) => id)).size).toBe(chapters.length);
    for (const chapter of chapters) expect(textsOf(chapter).join('').length).toBeGreaterThan(40);
  });

  it.each([
    ['open url', 'reach'],
    ['private registry', 'registry'],
    ['restore', 'backup'],
    ['authorized_keys', 'on-the-server'],
    ['forgot', 'lost-password'],
    ['customer', 'customer'],
    ['docker login', 'registry'],
    ['undo', 'several'],
    ['TELEMETRY', 'stored'],
  ])('finds by “%s” the chapter %s first', (query, id) => {
    expect(searchChapters(chapters, query)[0]?.id).toBe(id);
  });

  it('finds nothing by what it does not hold, and all by nothing', () => {
    expect(searchChapters(chapters, 'zeppelin')).toEqual([]);
    expect(searchChapters(chapters, '  ')).toHaveLength(chapters.length);
  });

  it('reads code and links in a text, and leaves the rest as it is', () => {
    expect(piecesOf('Run `a (b)`, see [the list](members).')).toEqual([
      { type: 'text', text: 'Run ' },
      { type: 'code', text: 'a (b)' },
      { type: 'text', text: ', see ' },
      { type: 'link', text: 'the list', page: 'members' },
      { type: 'text', text: '.' },
    ]);
    expect(piecesOf('a ` alone and [half](')).toEqual([{ type: 'text', text: 'a ` alone and [half](' }]);
  });
});
