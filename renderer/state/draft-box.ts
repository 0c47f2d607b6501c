import type { DraftRecord, DraftRecords } from './draft-records.ts';

const longestMs = 30 * 86_400_000;

export interface KeptDraft {
  readonly id: string;
  readonly savedAt: number;
  readonly draft: unknown;
}

/** The drafts of one person on the disk of this browser, sealed by a key that only the host gives to that person. */
export interface DraftBox {
  /** Keeps the newest draft of a form, or forgets it; rejects where the disk takes no more. */
  readonly keep: (key: string, draft: unknown) => Promise<void>;
  /** What other lives of this page, and other tabs, left of a form; newest first. */
  readonly left: (key: string) => Promise<readonly KeptDraft[]>;
  /** Of which forms something was left. */
  readonly leftKeys: () => Promise<readonly string[]>;
  readonly remove: (id: string) => Promise<void>;
}

interface BoxOptions {
  readonly owner: string;
  /** 32 bytes in base64. */
  readonly secret: string;
  readonly page: string;
  readonly records: DraftRecords;
}

/** Opens the box of a person, and takes out what is a month old. */
export async function openDraftBox({ owner, secret, page, records }: BoxOptions): Promise<DraftBox> {
  const seal = await sealedBy(secret);
  const latest = new Map<string, unknown>();
  const writing = new Map<string, Promise<void>>();
  const idOf = (key: string): string => JSON.stringify([owner, key, page]);

  const write = async (key: string): Promise<void> => {
    // what was typed meanwhile is written by the same turn
    while (latest.has(key)) {
      const draft = latest.get(key);
      latest.delete(key);
      if (draft === undefined) await records.remove(idOf(key));
      else await records.put({ owner, key, page, ...(await seal.close(idOf(key), draft)) });
    }
  };

  const keep = (key: string, draft: unknown): Promise<void> => {
    latest.set(key, draft);
    const under = writing.get(key) ?? write(key).finally(() => writing.delete(key));
    writing.set(key, under);
    return under;
  };

  const ofOthers = async (): Promise<readonly DraftRecord[]> =>
    (await records.all()).filter((record) => record.owner === owner && record.page !== page);

  await removeOld(records);
  return {
    keep,
    remove: records.remove,
    leftKeys: async () => [...new Set((await ofOthers()).map(({ key }) => key))],
    left: async (key) => {
      const mine = (await ofOthers()).filter((record) => record.key === key);
      const opened = await Promise.all(mine.map((record) => openOr(seal, record, records)));
      return opened.filter((kept) => kept !== undefined).sort((one, other) => other.savedAt - one.savedAt);
    },
  };
}

async function removeOld(records: DraftRecords): Promise<void> {
  for (const { id, savedAt } of await records.all())
    if (Date.now() - savedAt > longestMs) await records.remove(id);
}

type Seal = Awaited<ReturnType<typeof sealedBy>>;

/** What opens by no key of this person is nobody's any more, as after another store was restored. */
async function openOr(
  seal: Seal,
  record: DraftRecord,
  records: DraftRecords,
): Promise<KeptDraft | undefined> {
  try {
    return { id: record.id, savedAt: record.savedAt, draft: await seal.open(record) };
  } catch {
    await records.remove(record.id);
    return undefined;
  }
}

/** AES-256-GCM; the id is bound in, so that a draft opens as no other's. */
async function sealedBy(secret: string) {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const text = new TextEncoder();
  const by = (id: string, nonce: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv: nonce,
    additionalData: text.encode(id),
  });
  return {
    close: async (id: string, draft: unknown) => {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const plain = text.encode(JSON.stringify(draft));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(by(id, nonce), key, plain));
      return { id, savedAt: Date.now(), nonce, sealed };
    },
    open: async ({ id, nonce, sealed }: DraftRecord): Promise<unknown> => {
      const plain = await crypto.subtle.decrypt(by(id, nonce), key, sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    },
  };
}
