import { expect, it } from 'vitest';
import { dataFolderOf } from './desktop-arguments.ts';

it.each([
  [['quayside'], undefined],
  [['quayside', '--data', 'x'], '/home/olive/x'],
  [['quayside', '--data=/srv/q'], '/srv/q'],
  [['quayside', '--data'], undefined],
  [['quayside', '--data='], undefined],
])('finds the data folder in %j', (argv, folder) => {
  expect(dataFolderOf(argv, '/home/olive')).toBe(folder);
});
