import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEnvText } from '#shared/model/env-text.ts';
import { examine } from './examine.ts';

const placement = {
  folder: '/var/lib/quayside/compose/svc',
  labels: { 'quayside.service': 'svc_1' },
  network: 'net',
  alias: 'shop',
  serviceId: 'svc_1',
  pins: {},
};
const placedIn = (text: string, given: Record<string, string>, pins: Record<string, string> = {}) => {
  const source = {
    files: { ...given, 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
  };
  const { bundle, problems } = examine({ source, placement: { ...placement, pins } });
  expect(problems).toEqual([]);
  return { text: bundle?.text ?? '', content: bundle?.content ?? [] };
};
const bundleOf = (text: string, pins?: Record<string, string>) => placedIn(text, {}, pins).text;

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

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 0, maxLength: 3 }).map((steps) => steps.join('/'));

it('lets no mount lie in another one, nor in what is built from, so that no link of a container is followed', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(path, { minLength: 1, maxLength: 5 }),
      fc.array(path, { maxLength: 4 }),
      (mounts, files) => {
        const given = Object.fromEntries(files.map((each) => [`${each}/f.txt`.replace(/^\//, ''), each]));
        const volumes = mounts.map((each, index) => `"./${each}:/m${index}"`).join(', ');
        const { text } = placedIn(`services: {web: {build: ./${mounts[0]}, volumes: [${volumes}]}}\n`, given);
        const sources = [...text.matchAll(/(?:source|context): "?(\/[^"\n]*)"?/g)].map(
          ([, found = '']) => found,
        );
        expect(sources).toHaveLength(mounts.length + 1);
        const isGiven = sources.map((each) => each.includes('/content/'));
        expect(isGiven.slice(1)).toEqual(
          mounts.map((each) =>
            each === '' ? files.length > 0 : Object.keys(given).some((file) => file.startsWith(`${each}/`)),
          ),
        );
        for (const [one, other] of sources.flatMap((each, index) =>
          sources.map((more, at) => (at === index ? [] : [each, more])),
        ))
          if (one !== undefined && other !== undefined && !(one === other && one.includes('/data/')))
            expect(`${one}/`.startsWith(`${other}/`)).toBe(false);
      },
    ),
  );
});

it('moves only the mount whose files changed', () => {
  const text = 'services: {web: {image: n, volumes: ["./a:/a", "./b:/b"]}}\n';
  const sourcesOf = (files: Record<string, string>) =>
    placedIn(text, files)
      .text.split('\n')
      .filter((line) => line.includes('source:'));
  const [one, two] = [sourcesOf({ 'a/x': '1', 'b/x': '1' }), sourcesOf({ 'a/x': '2', 'b/x': '1' })];
  expect(two[0]).not.toBe(one[0]);
  expect(two[1]).toBe(one[1]);
});

it('gives secrets that name a variable its exact value, whatever that ends in', () => {
  const variables = { A: 'C:\\', B: "a\\'b", C: "it's $HOME\n" };
  const text =
    'services: {web: {image: a, secrets: [a, b, c]}}\nsecrets: {a: {environment: A}, b: {environment: B}, c: {environment: C}}\n';
  const source = { files: { 'compose.yaml': text }, composeFiles: ['compose.yaml'], profiles: [], variables };
  const { entries, problems } = parseEnvText(examine({ source, placement }).bundle?.env ?? '');
  expect(problems).toEqual([]);
  expect(Object.fromEntries(entries.map(({ name, value }) => [name, value]))).toEqual(variables);
});
