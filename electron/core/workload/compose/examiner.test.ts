import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { examiner } from './examiner.ts';

const source = (text: string) => ({
  files: { 'compose.yaml': text },
  composeFiles: ['compose.yaml'],
  profiles: [],
  variables: {},
});
const sound = 'services: {web: {image: nginx}}\n';

const letters = [...'abcdefghi'];
const bombs = [
  `a: &a [x,x,x,x,x,x,x,x,x]\n${letters.map((name, index) => `${name}${name}: &${name}${name} [${Array(9).fill(`*${index === 0 ? 'a' : letters[index - 1]?.repeat(2)}`)}]`).join('\n')}\n`,
  `a: ${'['.repeat(500_000)}\n`,
  `${Array.from({ length: 900 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')}\n`,
  `a: &a ${'x'.repeat(500_000)}\nservices: {web: {image: n, labels: {${Array.from({ length: 20_000 }, (_, index) => `l${index}: *a`)}}}}\n`,
];

it('answers bombs with what is wrong, reads on afterwards, and holds nobody up meanwhile', async () => {
  expect((await examiner.examine({ source: source(sound) })).problems).toEqual([]);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      examiner.examine({ source: source(bombs[index % bombs.length] ?? '') }).then(
        ({ problems }) => problems.length > 0,
        (error: { code?: string }) => error.code === 'INVALID_INPUT',
      ),
    ),
  );
  delay.disable();
  expect(answers.every(Boolean)).toBe(true);
  expect((await examiner.examine({ source: source(sound) })).text).toContain('image: nginx');
  expect(delay.percentile(99) / 1e6).toBeLessThan(100);
}, 240_000);
