import { expect, it } from 'vitest';
import { deepLinkTo } from '#shared/model/deep-link.ts';
import { treeKinds } from '#shared/model/nodes.ts';
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

it.each(treeKinds)('opens the very page of a %s whose link was made', (kind) => {
  for (const path of [
    `/o/org_01Hz-_9/${kind}/id_7Zz-_0`,
    `/o/org_01Hz-_9/${kind}/id_7Zz-_0/logs`,
    '/o/org_01Hz-_9',
  ])
    expect(placeOfDeepLink(deepLinkTo(path))).toBe(path);
});
