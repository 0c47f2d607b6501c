import * as z from 'zod';
import { withArticle } from '../model/node-words.ts';
import { type NodeKind, nodeKinds } from '../model/nodes.ts';
import type { Permission } from '../model/permissions.ts';
import './zod-words.ts';
import { hidesSomething } from '../model/invisible.ts';

/** What the authorize step needs to know of a field that holds an id. */
export interface Reference {
  /** The id may be of any of these. */
  readonly kinds: readonly NodeKind[];
  /** Demanded on the node that the id names; without one, the caller must be able to see the node. */
  readonly permission?: Permission;
  /** It is given or taken by the operation: whoever may give may name it without seeing it. */
  readonly isGiven?: boolean;
}

/** Every id schema of the contract, with the node it refers to; `core/rpc` walks inputs by it. */
export const references = z.registry<Reference>();

/** The longest id; over REST a name or path may stand in its place, such as `acme/shop/production/web`. */
export const longestReference = 512;

/**
 * The schema of an id of one kind. Any text of 1–512 characters is accepted, so that an unknown, a foreign
 * and a malformed id are told apart by nobody: all three answer NOT_FOUND.
 */
export const idOf = <K extends NodeKind>(kind: K, permission?: Permission) => anyIdOf([kind], permission);

/** The same for a field that may name a node of several kinds. */
export const anyIdOf = (kinds: readonly NodeKind[], permission?: Permission) =>
  referenceTo(permission ? { kinds, permission } : { kinds });

/** The id of what an operation gives or takes, such as a role: it takes the right to give, not the right to read it. */
export function givenIdOf(kind: NodeKind) {
  return referenceTo({ kinds: [kind], isGiven: true });
}

/** Schemas of ids that no authorize step looks at; the names that may stand in their place over REST are known all the same. */
export const looseReferences = z.registry<Reference>();

/**
 * The schema of an id that may name what is gone, or what the caller never saw: the handler says what it is worth. Over REST
 * a name may stand in its place.
 */
export function nameOf(kind: NodeKind) {
  const schema = z.string().min(1).max(longestReference);
  return schema.register(looseReferences, { kinds: [kind] });
}

function referenceTo(reference: Reference) {
  const { kinds } = reference;
  const examples = kinds.slice(0, 3).map((kind) => nodeKinds[kind].example);
  const of = kinds.length > 3 ? 'something' : kinds.map(withArticle).join(' or ');
  const schema = z.string().min(1).max(longestReference);
  schema.register(z.globalRegistry, {
    description: `The id of ${of}, or what names it, such as ${examples.join(', ')}`,
    examples,
  });
  return schema.register(references, reference);
}

/**
 * A name that people give: 1–63 characters, trimmed. Quotes, emoji and shell characters are fine (no name
 * reaches a shell); `/` is not, since paths such as `acme/shop/production/web` are made of names.
 */
export const Name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .refine((text) => [...text].length <= 63, 'must be at most 63 characters')
  .refine(
    (text) => !hidesSomething(text),
    'must not hold line breaks, control or direction marks, or anything invisible',
  )
  .refine((text) => !text.includes('/'), 'must not hold a slash');

/** Half a pair of UTF-16 has no bytes of its own: what is stored or sent of it would be another text. */
export const isWhole = [(text: string) => text.isWellFormed(), 'must not hold half a character'] as const;

export const Description = z.string().max(2_000);

/** An instant as ISO 8601 text in UTC. */
export const Instant = z.iso.datetime();

export const Email = z.string().trim().toLowerCase().pipe(z.email()).pipe(z.string().max(254));

/** The confirmation of something destructive: the name of what goes, typed. */
export const TypedName = z.string().max(256);

/** One page of a list that is read from its newest end. */
export const pageInput = {
  /** `next` of the page before; without it the newest page. */
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

/** A page: its items, and the cursor of the next one where there is more. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional() });
