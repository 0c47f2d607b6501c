import { expect, it } from 'vitest';
import { parseAssignments, withAssigned, without } from './edit.ts';

const io = { read: (path: string) => `content of ${path}`, err: () => undefined };

it('reads assignments, files and secrets', () => {
  expect(
    parseAssignments(['A=1', 'B==x=', '--secret', 'C=@file', '--secret=D=2', 'E=@@at', 'F='], io),
  ).toEqual([
    { name: 'A', value: '1', isSecret: false },
    { name: 'B', value: '=x=', isSecret: false },
    { name: 'C', value: 'content of file', isSecret: true },
    { name: 'D', value: '2', isSecret: true },
    { name: 'E', value: '@at', isSecret: false },
    { name: 'F', value: '', isSecret: false },
  ]);
  expect(() => parseAssignments(['A'], io)).toThrow(/NAME=VALUE/);
  expect(() => parseAssignments(['--secert', 'A=1'], io)).toThrow(/not known/);
});

it('changes what is named and leaves the rest, secrets without their values', () => {
  const list = [
    { name: 'A', value: '1', isSecret: false },
    { name: 'KEY', isSecret: true },
  ];
  expect(withAssigned(list, [{ name: 'a', value: '2', isSecret: false }])).toEqual([
    { name: 'a', value: '2', isSecret: false },
    { name: 'KEY', isSecret: true },
  ]);
  expect(without(list, ['a'])).toEqual([{ name: 'KEY', isSecret: true }]);
  expect(() => without(list, ['B'])).toThrow(/no variable B/);
});
