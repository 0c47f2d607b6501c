import { expect, it } from 'vitest';
import { placeOfArguments, placeOfDeepLink } from './deep-link.ts';

it.each([
  ['quayside://open/o/org_1', '/o/org_1'],
  ['quayside://open/o/org_1/service/svc_9', '/o/org_1/service/svc_9'],
  ['quayside://open/o/org_1/service/svc_9/logs?x=1#y', '/o/org_1/service/svc_9/logs'],
])('shows the place of %s', (link, place) => {
  expect(placeOfDeepLink(link)).toBe(place);
});

it.each([
  'quayside://open/../../etc/passwd',
  'quayside://open/o/org_1/service/svc_9/logs/more',
  'quayside://open/o/<script>',
  'quayside://open/o/org%0a1',
  'quayside://deploy/o/org_1',
  'https://open/o/org_1',
  'app://quayside/o/org_1',
  `quayside://open/o/${'a'.repeat(600)}`,
])('ignores %s', (link) => {
  expect(placeOfDeepLink(link)).toBeUndefined();
});

it('finds the link among the arguments of a start', () => {
  expect(placeOfArguments(['/usr/bin/quayside', '--data', '/x', 'quayside://open/o/org_1'])).toBe('/o/org_1');
  expect(placeOfArguments(['/usr/bin/quayside'])).toBeUndefined();
});
