import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { matcherOf } from '#shared/model/docker-patterns.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';

const paths = [
  ...['a', 'b.md', '.env', 'd e', 'c.txt', '[x]', 'a+b', 'ab'],
  ...['c/a', 'c/b.md', 'c/.h/x', 'c/d/a', 'c/d/e.txt', 'c/d/f/g.md'],
];
const literals = ['a', 'b.md', 'c', 'd', 'f', 'a+b', 'd e', '{a}', '.', '..'];
const wildcards = ['*', '**', '?', '??', '*.md', 'a*', '.*', '[a-c]', '[^a]*', '\\[x]'];

const patternOf = (pieces: readonly string[], begins: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...begins),
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '/'),
    )
    .map(([begin, parts, end]) => begin + parts.join('/') + end);
// Docker's walk passes over an excluded folder unless a pattern behind ! begins with its name, letter by letter
const pattern = fc.oneof(
  patternOf([...literals, ...wildcards], ['', '', '/']),
  patternOf(literals, ['!', '!/']),
);
const sets = fc.sample(fc.array(pattern, { minLength: 1, maxLength: 4 }), { numRuns: 40, seed: 20_261_130 });

describeOnLab('Docker itself', () => {
  let server: LabServer;
  beforeAll(async () => {
    server = await startServer({ images: ['quayside-lab/app:1'] });
    const script =
      'mkdir /w && cd /w && for p in "$@"; do mkdir -p "$(dirname "$p")" && echo >"$p"; done && ' +
      'printf "FROM quayside-lab/app:1\\nCOPY . /context\\n" >/tmp/Dockerfile';
    await server.must(['sh', '-c', script, 'sh', ...paths]);
  });
  afterAll(() => server?.stop());

  it('leaves out of a build what patterns match, and nothing else', async () => {
    const build =
      'printf "%s\\n" "$@" >/w/.dockerignore && cd /w && id=$(DOCKER_BUILDKIT=0 docker build -q -f /tmp/Dockerfile .) && ' +
      'docker run --rm "$id" busybox find /context -type f';
    const ours: object[] = [];
    const theirs: object[] = [];
    for (const set of sets) {
      const { code, stdout } = await server.exec(['sh', '-c', build, 'sh', ...set]);
      // a build of nothing is refused
      if (code !== 0) continue;
      const kept = new Set(stdout.split('\n'));
      const isLeftOut = matcherOf(set);
      ours.push({ set, kept: paths.filter((path) => !isLeftOut(path)) });
      theirs.push({ set, kept: paths.filter((path) => kept.has(`/context/${path}`)) });
    }
    expect(ours).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(sets.length / 2);
  }, 300_000);
});
