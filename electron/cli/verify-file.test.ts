import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { exportEnd, exportHead } from '#shared/model/audit-export.ts';
import type { Io } from './io.ts';
import { runFileVerification } from './verify-file.ts';

const verify = (content: string): { code: number; said: string } => {
  let said = '';
  const say = (text: string): void => {
    said += text;
  };
  const io: Io = {
    env: {},
    platform: 'linux',
    home: '/home/ada',
    isTerminal: false,
    out: say,
    err: say,
    outBytes: async () => undefined,
    input: () => Readable.from([]),
    read: () => content,
    signal: new AbortController().signal,
  };
  return { code: runFileVerification(['audit', 'verify-file', 'trail'], io), said };
};

const head = exportHead({
  organizationId: 'org_1',
  exportedAt: '2026-01-01T00:00:00.000Z',
  isComplete: true,
});

it('says of a CSV export what to export instead', () => {
  const { code, said } = verify('"position","at","actor"\r\n"1","2026-01-01T00:00:00.000Z","Ada"\r\n');
  expect([code, said]).toEqual([1, expect.stringContaining('export as JSONL')]);
});

it('says of any other file that it is no audit export', () => {
  for (const content of ['root:x:0:0\n', '{"format":"other"}\n'])
    expect(verify(content)).toEqual({ code: 1, said: 'Line 1: this is no audit export of Quayside.\n' });
});

it('names the line that is no event', () => {
  expect(verify(`${head}what\n`).said).toBe('Line 2: this line is no JSON object.\n');
});

it('names the line that is nested too deeply to be hashed', () => {
  const deep = `{"changes":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect(verify(`${head}${deep}\n`)).toEqual({
    code: 1,
    said: 'Line 2: this line is nested too deeply to be an event.\n',
  });
});

it('counts the events of a file that is whole', () => {
  const { code, said } = verify(head + exportEnd({ count: 0, lastHash: '' }, null));
  expect([code, said]).toEqual([0, expect.stringContaining('0 events are as they were written.')]);
});
