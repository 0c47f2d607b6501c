import { expect, it } from 'vitest';
import { fieldWords, valueLines } from './value-lines.ts';

it('tells a list one thing a line, and nothing as none', () => {
  expect(valueLines(['logs.read', 'monitoring.read'])).toEqual(['logs.read', 'monitoring.read']);
  expect([[], null, undefined].map(valueLines)).toEqual([['none'], ['none'], []]);
  expect([true, false, 3, ''].map(valueLines)).toEqual([['yes'], ['no'], ['3'], ['']]);
});

it('tells an object field by field, and what is in a list in one line', () => {
  const spec = {
    image: 'web:1',
    ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }],
    limits: {},
  };
  expect(valueLines(spec)).toEqual([
    'image: web:1',
    'ports:',
    '  container port: 80, host port: 8080',
    '  container port: 81',
    'limits:',
  ]);
});

it('tells a name in place of its id, and an instant where the reader is', () => {
  expect(valueLines({ id: 'rol_01kb2m3n4p5q', name: 'Watcher' })).toEqual(['Watcher']);
  expect(valueLines([{ roleId: 'rol_01kb2m3n4p5q', name: 'Watcher', level: 3 }])).toEqual([
    'name: Watcher, level: 3',
  ]);
  expect(valueLines('2026-05-05T12:00:00.000Z')[0]).toMatch(/2026/);
  expect(valueLines('2026-05-05T12:00:00.000Z')[0]).not.toContain('T12');
});

it('tells the name of a field in words', () => {
  expect(['endsAt', 'isProtected', 'name', 'spec.ports'].map(fieldWords)).toEqual([
    'ends at',
    'is protected',
    'name',
    'spec.ports',
  ]);
});
