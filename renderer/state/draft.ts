import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { type DraftBox, type KeptDraft, openDraftBox } from './draft-box.ts';
import { browserRecords } from './draft-records.ts';

interface Drafts {
  readonly drafts: Readonly<Record<string, unknown>>;
  /** What earlier lives of this page, or other tabs, left; by form, newest first. */
  readonly left: Readonly<Record<string, readonly KeptDraft[]>>;
  /** Open for whoever is signed in, where the browser has a disk for it. */
  readonly box: DraftBox | undefined;
  /** The disk took the last draft not: a reload would lose it. */
  readonly isFull: boolean;
}

const nobody: Drafts = { drafts: {}, left: {}, box: undefined, isFull: false };
const useDrafts = create<Drafts>()(() => nobody);

/** A draft that an earlier life of this page left. */
export interface LeftDraft<T> {
  readonly draft: T;
  readonly savedAt: string;
  readonly restore: () => void;
  readonly discard: () => void;
}

/**
 * Unsaved edits by key, such as `service-spec:svc_1`, and what was left of the form before a reload, a lock or a
 * sign-out. `toKeep` takes out what may be in memory only, such as a password.
 */
export function useDraft<T>(
  key: string,
  toKeep: (draft: T) => unknown = asItIs,
): readonly [T | undefined, (draft: T | undefined) => void, LeftDraft<T> | undefined] {
  const draft = useDrafts(({ drafts }) => drafts[key] as T | undefined);
  const box = useDrafts((state) => state.box);
  const newest = useDrafts(({ left }) => left[key]?.[0]);
  useEffect(() => void (box && readLeft(box, key)), [box, key]);
  const set = useCallback((next: T | undefined) => change(key, next, toKeep), [key, toKeep]);
  return [draft, set, newest && offer<T>(key, newest, set)];
}

interface DraftOfGone {
  readonly draft: unknown;
  /** Undefined for what this page itself still holds. */
  readonly savedAt: string | undefined;
  readonly discard: () => void;
}

/** Everything that was typed about a thing and never saved, whatever the form: for a thing that is there no more. */
export function useDraftsAbout(id: string): readonly DraftOfGone[] {
  const { drafts, left, box } = useDrafts();
  useEffect(() => void (box && readAbout(box, id)), [box, id]);
  const held = Object.keys(drafts).filter((key) => isAbout(key, id));
  const kept = Object.keys(left).filter((key) => isAbout(key, id));
  return [
    ...held.map((key) => ({
      draft: drafts[key],
      savedAt: undefined,
      discard: () => change(key, undefined, asItIs),
    })),
    ...kept.flatMap((key) => (left[key] ?? []).map((one) => offer<unknown>(key, one, () => undefined))),
  ];
}

/** Whether the browser's disk refused a draft. */
export const useIsDraftDiskFull = (): boolean => useDrafts(({ isFull }) => isFull);

let life = 0;
/** What is not on the disk: typed before the box was open, under way, or refused. */
const unwritten = new Map<string, unknown>();

// A person is asked before it goes, as everywhere on the web.
addEventListener('beforeunload', (event) => {
  if ([...unwritten.values()].some((draft) => draft !== undefined)) event.preventDefault();
});

/** Opens what a person left in this browser; `secret` is theirs, from the host. What is in memory is kept from now on. */
export async function openDrafts(owner: string, secret: string): Promise<void> {
  // a page of no secure origin has neither
  if (globalThis.crypto?.subtle === undefined || globalThis.indexedDB === undefined) return;
  const begun = life;
  const opening = openDraftBox({ owner, secret, page: crypto.randomUUID(), records: browserRecords() });
  const box = await opening.catch(() => closedBox);
  if (begun !== life || useDrafts.getState().box) return;
  useDrafts.setState({ box });
  for (const [key, draft] of unwritten) write(box, key, draft);
}

/** What one person began to change is nothing for the next one at the same window. */
export function forgetDrafts(): void {
  life += 1;
  unwritten.clear();
  useDrafts.setState(nobody);
}

/** Of a browser that lets no page keep anything, as some private windows do. */
const closedBox: DraftBox = {
  keep: () => Promise.reject(new Error('this browser keeps nothing')),
  left: async () => [],
  leftKeys: async () => [],
  remove: async () => undefined,
};

const asItIs = (draft: unknown): unknown => draft;

function change<T>(key: string, draft: T | undefined, toKeep: (draft: T) => unknown): void {
  const { drafts, box } = useDrafts.getState();
  if (draft === undefined && !(key in drafts)) return;
  const { [key]: _, ...others } = drafts;
  useDrafts.setState({ drafts: draft === undefined ? others : { ...others, [key]: draft } });
  const kept = draft === undefined ? undefined : toKeep(draft);
  unwritten.set(key, kept);
  if (box) write(box, key, kept);
}

function write(box: DraftBox, key: string, draft: unknown): void {
  box.keep(key, draft).then(
    () => {
      if (unwritten.get(key) === draft) unwritten.delete(key);
      useDrafts.setState({ isFull: false });
    },
    () => useDrafts.setState({ isFull: true }),
  );
}

/** A key names its form and then what it is of, such as `name:rename:prj_1`. */
function isAbout(key: string, id: string): boolean {
  return key.split(':').includes(id);
}

async function readAbout(box: DraftBox, id: string): Promise<void> {
  const keys = await box.leftKeys().catch(() => []);
  await Promise.all(keys.filter((key) => isAbout(key, id)).map((key) => readLeft(box, key)));
}

async function readLeft(box: DraftBox, key: string): Promise<void> {
  const found = await box.left(key).catch(() => []);
  if (useDrafts.getState().box === box) setLeft(key, found);
}

function setLeft(key: string, found: readonly KeptDraft[]): void {
  useDrafts.setState(({ left }) => ({ left: { ...left, [key]: found } }));
}

function offer<T>(key: string, { id, savedAt, draft }: KeptDraft, set: (draft: T) => void): LeftDraft<T> {
  const { box, left } = useDrafts.getState();
  const discard = (): void => {
    setLeft(
      key,
      (left[key] ?? []).filter((other) => other.id !== id),
    );
    void box?.remove(id).catch(() => undefined);
  };
  const restore = (): void => {
    set(draft as T);
    discard();
  };
  return { draft: draft as T, savedAt: new Date(savedAt).toISOString(), restore, discard };
}
