import { expect, it } from 'vitest';
import { withoutEmpty } from './query.ts';

it.each([
  ['', ''],
  ['?', ''],
  ['?tail=', ''],
  ['?tail', ''],
  ['?tail=&follow=false', '?follow=false'],
  ['?tag=a&tag=&tag=b', '?tag=a&tag=b'],
  ['?search=%20', '?search=+'],
  ['?path=acme%2Fshop%26x', '?path=acme%2Fshop%26x'],
])('the query %s says %s', (given, said) => {
  expect(withoutEmpty(given)).toBe(said);
});
