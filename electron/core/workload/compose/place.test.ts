import { expect, it } from 'vitest';
import { examine } from './examine.ts';

const placement = {
  folder: '/var/lib/quayside/compose/svc',
  labels: { 'quayside.service': 'svc_1' },
  network: 'net',
  alias: 'shop',
  serviceId: 'svc_1',
  pins: {},
};
const bundleOf = (text: string, pins: Record<string, string> = {}) => {
  const source = {
    files: { 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
  };
  const { bundle, problems } = examine({ source, placement: { ...placement, pins } });
  expect(problems).toEqual([]);
  return bundle?.text ?? '';
};

it('starts a pinned part from exactly that image, and pulls it only where it can be had', () => {
  const pins = { web: `nginx@sha256:${'a'.repeat(64)}`, tool: `sha256:${'b'.repeat(64)}` };
  const text = bundleOf('services: {web: {image: nginx, pull_policy: always}, tool: {build: .}}\n', pins);
  expect(text).toContain(`image: ${pins.web}\n    pull_policy: missing`);
  expect(text).toContain(`image: ${pins.tool}\n    pull_policy: never`);
  expect(text).not.toContain('build:');
  expect(text).toContain('quayside.image: nginx');
});

it('builds under a name of its own, so that nobody else is started from what was built', () => {
  const text = bundleOf('services: {web: {build: {context: ., tags: [postgres:16]}, image: postgres:16}}\n');
  expect(text).toMatch(/image: quayside\.local\/svc-1:part-[0-9a-f]{16}\n/);
  expect(text).not.toContain('tags');
  expect(text).toContain('quayside.image: postgres:16');
});

it('lets nobody set what it says of itself', () => {
  const text = bundleOf(
    'services: {web: {image: nginx, labels: {quayside.image: other, quayside.service: x}}}\n',
  );
  expect(text).toContain('quayside.image: nginx');
  expect(text).toContain('quayside.service: svc_1');
});
