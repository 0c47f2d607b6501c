import { expect, it } from 'vitest';
import { differenceLines, parseAssignments, withAssigned, without } from './edit.ts';

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

it('tells values of one name apart by where they hold', () => {
  const there = { server: ['srv_1'] };
  const list = [
    { name: 'A', value: '1', isSecret: false },
    { name: 'A', value: '2', isSecret: false, scope: there },
  ];
  const given = parseAssignments(['A=3'], io, there);
  expect(withAssigned(list, given)).toEqual([
    list[0],
    { name: 'A', value: '3', isSecret: false, scope: there },
  ]);
  expect(without(list, ['a'], there)).toEqual([list[0]]);
  expect(() => without(list, ['A'], { server: ['srv_2'] })).toThrow(/no variable A/);
});

it('says line by line what would change, and no secret', () => {
  const before = [
    { name: 'A', value: '1', isSecret: false },
    { name: 'B', value: '1', isSecret: false },
    { name: 'KEY', isSecret: true },
  ];
  const after = [
    { name: 'A', value: 'x\ny', isSecret: false },
    { name: 'KEY', value: 'hush', isSecret: true },
    { name: 'C', value: '3', isSecret: false, scope: { server: ['srv_1'] } },
  ];
  expect(differenceLines(before, after)).toEqual([
    '~ A = "x\\ny", was "1"',
    '- B = "1"',
    '~ KEY = •••, was •••',
    '+ C (server srv_1) = "3"',
  ]);
  expect(differenceLines(before, before)).toEqual([]);
});
