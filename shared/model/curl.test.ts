import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { curlOf } from './curl.ts';

/** What a shell would hand to curl. */
function wordsOf(line: string): string[] {
  const printed = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], {
    env: { QUAYSIDE_TOKEN: 'T' },
  });
  return printed.toString().split('\0').slice(0, -1);
}

it('the line for a terminal says to a shell exactly what would be sent, whatever was typed', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((each) => !each.includes('\0') && each.isWellFormed());
  fc.assert(
    fc.property(text, text, text, (name, value, body) => {
      const request = {
        method: 'PATCH',
        target: `/api/v1/${name}'`,
        headers: { 'X-Key': `'${value}` },
        body,
      };
      expect(wordsOf(curlOf(request, 'http://127.0.0.1:1'))).toEqual([
        ...['-N', '-X', 'PATCH', '-H', 'Authorization: Bearer T', '-H', `X-Key: '${value}`],
        ...['--data-raw', body, `http://127.0.0.1:1${request.target}`],
      ]);
    }),
    { numRuns: 40 },
  );
});

it('a request without a body is a plain one', () => {
  expect(
    wordsOf(curlOf({ method: 'GET', target: '/api/v1/x', headers: {}, body: undefined }, 'http://h')),
  ).toEqual([...['-N', '-H', 'Authorization: Bearer T', 'http://h/api/v1/x']]);
});
