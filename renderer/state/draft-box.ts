import { gcm } from '@noble/ciphers/aes.js';
import type { DraftRecord, DraftRecords } from './draft-records.ts';

const longestMs = 30 * 86_400_000;
/** So many bytes are sealed within the key press that typed them, in about 2 ms on a slow machine. */
const sealedAtOnce = 65_536;

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
  const long = new Map<string, Bytes>();
  const writing = new Map<string, Promise<void>>();
  const idOf = (key: string): string => JSON.stringify([owner, key, page]);
  const put = (key: string, sealed: Sealed): Promise<void> => records.put({ owner, key, page, ...sealed });

  const writeLong = async (key: string): Promise<void> => {
    // what was typed meanwhile is written by the same turn
    for (let text = long.get(key); text !== undefined; text = long.get(key)) {
      const sealed = await seal.closeLong(idOf(key), text);
      // a short one, or none, came after it and is on its way to the disk
      if (!long.has(key)) return;
      if (long.get(key) === text) long.delete(key);
      await put(key, sealed);
    }
  };

  const keepLong = (key: string, text: Bytes): Promise<void> => {
    long.set(key, text);
    const under = writing.get(key) ?? writeLong(key).finally(() => writing.delete(key));
    writing.set(key, under);
    return under;
  };

  const keep = (key: string, draft: unknown): Promise<void> => {
    const text = draft === undefined ? undefined : bytesOf(draft);
    if (text && text.length > sealedAtOnce) return keepLong(key, text);
    long.delete(key);
    return text ? put(key, seal.close(idOf(key), text)) : records.remove(idOf(key));
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

type Bytes = Uint8Array<ArrayBuffer>;
type Sealed = Pick<DraftRecord, 'id' | 'savedAt' | 'nonce' | 'sealed'>;

function bytesOf(draft: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(draft));
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

/**
 * AES-256-GCM; the id is bound in, so that a draft opens as no other's. The browser's own answers some time later, when
 * the page may have been left: what is short is sealed before the key press that typed it is over.
 */
async function sealedBy(secret: string) {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const text = new TextEncoder();
  const begin = (id: string) => ({
    id,
    savedAt: Date.now(),
    nonce: crypto.getRandomValues(new Uint8Array(12)),
  });
  const by = (id: string, nonce: Bytes) => ({
    name: 'AES-GCM',
    iv: nonce,
    additionalData: text.encode(id),
  });
  return {
    close: (id: string, plain: Bytes): Sealed => {
      const begun = begin(id);
      return { ...begun, sealed: gcm(bytes, begun.nonce, text.encode(id)).encrypt(plain) };
    },
    closeLong: async (id: string, plain: Bytes): Promise<Sealed> => {
      const begun = begin(id);
      const sealed = await crypto.subtle.encrypt(by(id, begun.nonce), key, plain);
      return { ...begun, sealed: new Uint8Array(sealed) };
    },
    open: async ({ id, nonce, sealed }: DraftRecord): Promise<unknown> => {
      const plain = await crypto.subtle.decrypt(by(id, nonce), key, sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    },
  };
}
