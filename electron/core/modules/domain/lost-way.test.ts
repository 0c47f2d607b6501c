import { expect, it } from 'vitest';
import { lostWay } from './lost-way.ts';

const to = (part: string | null) => [{ host: 'shop.example.com', part }];

it('finds no fault with a domain that leads to a service, to its only part, or to a part that it has', () => {
  expect(lostWay(to(null), { slot: 'b' })).toBe(null);
  expect(lostWay(to(null), { slot: 'a', parts: ['web'] })).toBe(null);
  expect(lostWay(to('web'), { slot: 'a', parts: ['api', 'web'] })).toBe(null);
  expect(lostWay([], { slot: 'a', parts: ['api', 'web'] })).toBe(null);
});

it('says what to deploy or to change where visitors would get an error', () => {
  expect(lostWay(to(null), { slot: undefined })).toContain('Deploy the service again');
  expect(lostWay(to(null), { slot: 'a', parts: ['api', 'web'] })).toMatch(
    /shop\.example\.com.*one of api, web/,
  );
  expect(lostWay(to('db'), { slot: 'a', parts: ['api', 'web'] })).toMatch(/“db”.*one of api, web/);
  expect(lostWay(to('web'), { slot: 'a' })).toContain('Take the part away');
});
