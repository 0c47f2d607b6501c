import { cpus, totalmem, uptime } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../ssh/connect.ts';
import type { SshConnection } from '../ssh/types.ts';
import { startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { parseHostFacts, readHostFacts } from './facts.ts';
import { parseCounters, sampleOf, watchGauges } from './gauges.ts';

let sshd: TestSshd;
let connection: SshConnection;
beforeAll(async () => {
  sshd = await startTestSshd();
  connection = await connect(sshd.target());
});
afterAll(async () => {
  connection.close();
  await connection.ended;
  await sshd.stop();
});

test('the facts of a real machine are the ones Node knows of it', async () => {
  const facts = await readHostFacts(connection);
  expect(facts).toMatchObject({
    osId: 'debian',
    cpus: cpus().length,
    user: { name: 'root', isRoot: true, hasSudo: true },
  });
  expect(Math.abs(facts.memoryBytes - totalmem())).toBeLessThan(1024 * 1024);
  expect(Math.abs(facts.uptimeSeconds - uptime())).toBeLessThan(10);
  expect(Math.abs(facts.clockSkewMs)).toBeLessThan(3_000);
  expect(facts.disks.find((d) => d.mount === '/')?.totalBytes).toBeGreaterThan(1e9);
});

test('live readings come over one session and end with their reader', async () => {
  const seen: number[] = [];
  for await (const sample of watchGauges(connection, { intervalMs: 100 })) {
    expect(sample.memoryTotalBytes).toBeGreaterThan(0);
    expect(sample.cpuPercent).toBeGreaterThanOrEqual(0);
    seen.push(sample.at);
    if (seen.length === 3) break;
  }
  expect(seen).toHaveLength(3);
});

test('live readings end quietly with their signal', async () => {
  const stop = new AbortController();
  for await (const _sample of watchGauges(connection, { intervalMs: 50, signal: stop.signal })) stop.abort();
  expect(connection.isOpen).toBe(true);
});

test('whatever a server prints, facts and counters are plain values', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '@@os',
      '@@cpu',
      '@@memory',
      '@@disks',
      '@@user',
      '@@net',
      '@@io',
      '@@uptime',
      'MemTotal: 9999999999999999999 kB',
      'cpu  1 2 3 x',
      '@@__proto__',
      'ID="\u202eevil"',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = lines.join('\n');
      const facts = parseHostFacts(text, 0);
      expect(facts.osName).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(Number.isFinite(facts.memoryBytes)).toBe(true);
      expect(Object.values(parseCounters(text)).every(Number.isFinite)).toBe(true);
    }),
  );
});

test('rates are per second, and bridges and partitions are not counted', () => {
  const text = (s: number, rx: number) =>
    `@@uptime\n${s}.00 1\n@@cpu\ncpu  ${s * 10} 0 0 ${s * 30} 0 0 0 0\n@@net\n eth0: ${rx} 0 0 0 0 0 0 0 ${rx * 2} 0\n docker0: 999999 0 0 0 0 0 0 0 9 0\n@@io\n 8 0 sda 1 0 ${rx} 0 1 0 4 0\n 8 1 sda1 1 0 999 0 1 0 4 0\n@@end\n`;
  const sample = sampleOf(parseCounters(text(10, 1000)), parseCounters(text(12, 3000)), 0);
  expect(sample).toMatchObject({
    cpuPercent: 25,
    netRxBytesPerSecond: 1000,
    netTxBytesPerSecond: 2000,
    diskReadBytesPerSecond: 512_000,
  });
});
