/** A sealed draft as a browser keeps it; only what finds it again is in clear. */
export interface DraftRecord {
  readonly id: string;
  /** Whose it is. */
  readonly owner: string;
  readonly key: string;
  /** The life of the page that wrote it, so that two tabs never write over each other. */
  readonly page: string;
  readonly savedAt: number;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Where sealed drafts are kept. */
export interface DraftRecords {
  readonly put: (record: DraftRecord) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly all: () => Promise<readonly DraftRecord[]>;
}

const storeName = 'drafts';

/** The records of this browser, in IndexedDB: a `localStorage` takes 5 MB for everything. */
export function browserRecords(): DraftRecords {
  const database = open();
  // told by the first that uses it
  database.catch(() => undefined);
  return {
    put: async (record) => write(await database, (drafts) => drafts.put(record)),
    remove: async (id) => write(await database, (drafts) => drafts.delete(id)),
    all: async () => done((await database).transaction(storeName).objectStore(storeName).getAll()),
  };
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open('quayside.drafts', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'id' });
  return done(opening);
}

/** Commits at once: a page that is left before its browser would have done so takes nothing with it. */
async function write(database: IDBDatabase, ask: (drafts: IDBObjectStore) => IDBRequest): Promise<void> {
  const transaction = database.transaction(storeName, 'readwrite');
  const written = done(ask(transaction.objectStore(storeName)));
  transaction.commit();
  await written;
}

/** A write is done once its transaction is: a full disk is told only then. */
function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error);
    const { transaction } = request;
    if (transaction === null || transaction.mode === 'versionchange')
      request.onsuccess = () => resolve(request.result);
    else {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    }
  });
}
