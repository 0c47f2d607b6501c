import { expect, test } from 'vitest';
import { keysOfEvent } from './keys-of-event.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  [{ ...none, key: 'd' }, 'd'],
  [{ ...none, key: 'D', shiftKey: true }, 'shift+d'],
  [{ ...none, key: '?', shiftKey: true }, '?'],
  [{ ...none, key: 'k', ctrlKey: true }, 'mod+k'],
  [{ ...none, key: 'ArrowLeft', altKey: true }, 'alt+arrowleft'],
  [{ ...none, key: 'Enter', ctrlKey: true }, 'mod+enter'],
])('what is pressed is written as shortcuts are', (event, keys) => {
  expect(keysOfEvent(event, false)).toBe(keys);
});

test.each(['Shift', 'Control', 'Escape', 'Tab', 'Enter', ' ', '+'])('“%s” alone is no shortcut', (key) => {
  expect(keysOfEvent({ ...none, key }, false)).toBeUndefined();
});

test('on a Mac the command key is what Ctrl is elsewhere', () => {
  expect(keysOfEvent({ ...none, key: 'k', metaKey: true }, true)).toBe('mod+k');
  expect(keysOfEvent({ ...none, key: 'k', ctrlKey: true }, true)).toBe('k');
});
