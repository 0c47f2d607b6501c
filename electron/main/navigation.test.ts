import { expect, it } from 'vitest';
import { judgeNavigation } from './navigation.ts';

const here = 'app://quayside/o/org_1';

it('lets a page reload itself and nothing else', () => {
  expect(judgeNavigation(here, here)).toEqual({ to: 'reload' });
  expect(judgeNavigation(here, 'app://quayside/settings')).toEqual({ to: 'stay' });
  expect(judgeNavigation('https://evil.example/', 'https://evil.example/')).toMatchObject({ to: 'outside' });
});

it('sends https links outside and drops the others', () => {
  expect(judgeNavigation(here, 'https://example.com')).toEqual({
    to: 'outside',
    url: 'https://example.com/',
  });
  expect(judgeNavigation(here, 'file:///etc/passwd')).toEqual({ to: 'stay' });
  expect(judgeNavigation(here, 'data:text/html,<script>1</script>')).toEqual({ to: 'stay' });
});
