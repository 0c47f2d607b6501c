import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDraftBox } from './draft-box.ts';
import type { DraftRecord, DraftRecords } from './draft-records.ts';

const inMemory = (): DraftRecords & { readonly rows: Map<string, DraftRecord> } => {
  const rows = new Map<string, DraftRecord>();
  return {
    rows,
    put: async (record) => void rows.set(record.id, record),
    remove: async (id) => void rows.delete(id),
    all: async () => [...rows.values()],
  };
};

const newSecret = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const secret = newSecret();
const boxOn = (records: DraftRecords, page: string, owner = 'acc_olivia', by = secret) =>
  openDraftBox({ owner, secret: by, page, records });

describe('a draft box', () => {
  it('gives the next life of the page what the one before left, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.string(), async (json, key) => {
        const records = inMemory();
        const draft = [JSON.parse(json)];
        await (await boxOn(records, 'one')).keep(key, draft);
        expect(await (await boxOn(records, 'one')).left(key)).toEqual([]);
        expect(await (await boxOn(records, 'two')).left(key)).toMatchObject([{ draft }]);
      }),
      { numRuns: 50 },
    );
  });

  it('names the forms of which another life of the page left something, each once', async () => {
    const records = inMemory();
    for (const page of ['one', 'two']) await (await boxOn(records, page)).keep('form', page);
    const box = await boxOn(records, 'three');
    await box.keep('own', 'still typed');
    expect(await box.leftKeys()).toEqual(['form']);
    expect(await (await boxOn(records, 'four', 'acc_bo')).leftKeys()).toEqual([]);
  });

  it('shows another person nothing, even one who names the owner but has another key', async () => {
    const records = inMemory();
    await (await boxOn(records, 'one')).keep('form', { text: 'hush' });
    const other = newSecret();
    expect(await (await boxOn(records, 'two', 'acc_bo', other)).left('form')).toEqual([]);
    expect(records.rows.size).toBe(1);
    expect(await (await boxOn(records, 'two', 'acc_olivia', other)).left('form')).toEqual([]);
  });

  it('keeps no word in clear', async () => {
    const records = inMemory();
    await (await boxOn(records, 'one')).keep('form', { text: 'hush-hush' });
    const [row] = records.rows.values();
    expect(String.fromCharCode(...(row?.sealed ?? []))).not.toContain('hush');
  });

  it('keeps what was typed last, however many letters came while it wrote', async () => {
    const records = inMemory();
    const box = await boxOn(records, 'one');
    await Promise.all(Array.from({ length: 50 }, (_, index) => box.keep('form', { index })));
    expect(await (await boxOn(records, 'two')).left('form')).toMatchObject([{ draft: { index: 49 } }]);
    await box.keep('form', undefined);
    expect(records.rows.size).toBe(0);
  });

  it('has what was typed on its way to the disk before the key press is over', async () => {
    const records = inMemory();
    const box = await boxOn(records, 'one');
    void box.keep('form', 'the last letter');
    expect(records.rows.size).toBe(1);
    void box.keep('form', undefined);
    expect(records.rows.size).toBe(0);
  });

  it('keeps a short text that followed a long one, and none where that was thrown away', async () => {
    const records = inMemory();
    const box = await boxOn(records, 'one');
    const long = 'x'.repeat(200_000);
    await Promise.all([box.keep('form', long), box.keep('form', 'short')]);
    expect(await (await boxOn(records, 'two')).left('form')).toMatchObject([{ draft: 'short' }]);
    await Promise.all([box.keep('form', long), box.keep('form', undefined)]);
    expect(records.rows.size).toBe(0);
    await Promise.all([box.keep('form', `${long}1`), box.keep('form', `${long}2`)]);
    expect(await (await boxOn(records, 'two')).left('form')).toMatchObject([{ draft: `${long}2` }]);
  });

  it('keeps what two tabs typed side by side, newest first', async () => {
    const records = inMemory();
    await (await boxOn(records, 'one')).keep('form', 'first');
    await new Promise((resolve) => setTimeout(resolve, 2));
    await (await boxOn(records, 'two')).keep('form', 'second');
    const left = await (await boxOn(records, 'three')).left('form');
    expect(left.map(({ draft }) => draft)).toEqual(['second', 'first']);
  });

  it('keeps five megabytes, and tells when the disk takes no more', async () => {
    const records = inMemory();
    const large = 'x'.repeat(5_000_000);
    await (await boxOn(records, 'one')).keep('form', large);
    expect(await (await boxOn(records, 'two')).left('form')).toMatchObject([{ draft: large }]);
    const full: DraftRecords = { ...records, put: () => Promise.reject(new Error('QuotaExceededError')) };
    const box = await boxOn(full, 'three');
    await expect(box.keep('form', large)).rejects.toThrow('QuotaExceededError');
    await expect(box.keep('form', large)).rejects.toThrow('QuotaExceededError');
  });

  it('takes out what is older than a month', async () => {
    const records = inMemory();
    await (await boxOn(records, 'one')).keep('form', 'old');
    for (const [id, row] of records.rows)
      records.rows.set(id, { ...row, savedAt: row.savedAt - 31 * 86_400_000 });
    await boxOn(records, 'two');
    expect(records.rows.size).toBe(0);
  });
});
