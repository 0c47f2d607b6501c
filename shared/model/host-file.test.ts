import { expect, it } from 'vitest';
import { defaultDataFolder, parseHostFile } from './host-file.ts';

it('keeps data where each system keeps such things', () => {
  expect(defaultDataFolder('linux', {}, '/home/o')).toBe('/home/o/.local/share/quayside');
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/d/' }, '/home/o')).toBe('/d/quayside');
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: 'relative' }, '/home/o')).toBe(
    '/home/o/.local/share/quayside',
  );
  expect(defaultDataFolder('darwin', {}, '/Users/o')).toBe('/Users/o/Library/Application Support/Quayside');
  expect(defaultDataFolder('win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\o')).toBe('C:\\L\\Quayside');
  expect(defaultDataFolder('win32', {}, 'C:\\o')).toBe('C:\\o\\AppData\\Local\\Quayside');
  expect(defaultDataFolder('linux', { QUAYSIDE_DATA: '/q' }, '/home/o')).toBe('/q');
});

it('reads host files and nothing else', () => {
  const host = { url: 'http://127.0.0.1:1', token: 't', pid: 1 };
  expect(parseHostFile(JSON.stringify({ ...host, more: 1 }))).toEqual(host);
  for (const text of ['', '{', 'null', '[]', '{"url":1,"token":"t","pid":1}'])
    expect(parseHostFile(text)).toBeUndefined();
});
