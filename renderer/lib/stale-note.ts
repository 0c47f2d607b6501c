import { age } from './format.ts';

interface Stale {
  readonly seenAt: string | null;
  readonly reason: string;
}

/** What a stale state says of its age: the same beside a name, in the tree and in a table. */
export function staleWords(seenAt: string | null, now: number): string {
  return seenAt ? `stale, seen ${age(seenAt, now)}` : 'never seen';
}

/** Why what is known of a node is old, and how old it was when this was drawn. */
export function staleNote({ seenAt, reason }: Stale): string {
  return `${staleWords(seenAt, Date.now())}. ${reason}`;
}
