import { iconNames } from 'lucide-react/dynamic';
import { describe, expect, it, test } from 'vitest';
import { contract } from '../contract/index.ts';
import { operations } from '../contract/operations.ts';
import { AppError } from './errors.ts';
import { singularOf, withArticle } from './node-words.ts';
import { allKinds, type NodeKind, nodeKinds } from './nodes.ts';
import { isPermission } from './permissions.ts';

const above = (kind: NodeKind): readonly NodeKind[] => {
  const { parent } = nodeKinds[kind];
  return parent === null ? [] : [parent, ...above(parent)];
};

describe.each(allKinds)('the descriptor of %s', (kind) => {
  const described = nodeKinds[kind];

  it('hangs below an organization', () => {
    expect([kind, ...above(kind)].at(-1)).toBe('organization');
  });

  it('has an id prefix and a collection that no other kind has', () => {
    const others = allKinds.filter((other) => other !== kind).map((other) => nodeKinds[other]);
    expect(others.map(({ prefix }) => prefix)).not.toContain(described.prefix);
    expect(others.map(({ collection }) => collection)).not.toContain(described.collection);
  });

  it('says its words as English does', () => {
    const { article, singular, plural } = described.words;
    expect(article).toBe(/^(?:[aeiou]|SSH)/i.test(singular) ? 'an' : 'a');
    expect(plural).toBe(`${singular.replace(/(?<=[^aeiou])y$/, 'ie')}s`);
    expect(singular).not.toMatch(/[a-z][A-Z]/);
  });

  it('has an icon that there is', () => {
    expect(iconNames).toContain(described.icon);
  });

  it('is read by a permission of the catalogue', () => {
    expect(isPermission(described.readBy)).toBe(true);
  });

  it('makes stale only what the contract answers', () => {
    expect(Object.keys(contract)).toEqual(expect.arrayContaining([...described.makesStale]));
  });

  it('is shown in the tree where a command line names it by its path, and nowhere else', () => {
    expect(described.namedBy === 'path').toBe(described.isInTree);
  });

  it('shows as its example what names one', () => {
    const names: Record<typeof described.namedBy, RegExp> = {
      path: new RegExp(`^acme(/[^/#]+){${above(kind).length}}$`),
      name: new RegExp(`^acme(/[^/#]+){1,${above(kind).length || 1}}$`),
      account: /^acme\/[^/#@]+@[^/#]+$/,
      number: new RegExp(`^acme(/[^/#]+){${above(kind).length - 1}}#\\d+$`),
      id: new RegExp(`^${described.prefix}_[0-9a-z]+$`),
    };
    expect(described.example).toMatch(names[described.namedBy]);
  });
});

test.each(allKinds.filter(isNamed))(
  '%s, which is named by its name in the organization, is listed by the organization alone',
  (kind) => {
    const list = operations.find(({ name }) => name === `${kind}.list`);
    const needed = Object.entries(list?.input.shape ?? {}).filter(
      ([, field]) => !field.safeParse(undefined).success,
    );
    expect(needed.map(([name]) => name)).toEqual(['organizationId']);
  },
);

/** Named right in the organization, by a name or an address; not behind the name of a set. */
function isNamed(kind: NodeKind): boolean {
  const { namedBy, example } = nodeKinds[kind];
  return (namedBy === 'name' || namedBy === 'account') && example.split('/').length === 2;
}

test('what is missing is called as people call it', () => {
  expect(new AppError('NOT_FOUND', { kind: 'apiKey', id: 'key_1' }).message).toBe(
    'There is no API key key_1.',
  );
  expect(new AppError('NOT_FOUND', { kind: 'terminal', id: '1' }).message).toBe('There is no terminal 1.');
  expect(withArticle('apiKey')).toBe('an API key');
  expect(singularOf('constructor')).toBe('constructor');
});
