import { idsAt, replaceAt } from '#shared/contract/at-field.ts';
import { longestReference } from '#shared/contract/fields.ts';
import type { ReferenceField } from '#shared/contract/reference-fields.ts';
import { AppError } from '#shared/model/errors.ts';
import { withArticle } from '#shared/model/node-words.ts';
import { looksLikeId, nodeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../access/index.ts';
import { isOpenTo } from '../rpc/index.ts';
import { sql } from '../store/database.ts';
import { meaningsOf, type Names } from './meanings.ts';
import type { Reader } from './reader.ts';

/** A place of an input where something stands that is no id and names nothing there. */
export interface UnknownName {
  readonly field: string;
  readonly text: string;
  /** What may stand there instead, a sentence. */
  readonly cure: string;
}

export interface Resolved {
  /** The input with ids in place of names; what names nothing stays as it is. */
  readonly input: unknown;
  readonly unknown: readonly UnknownName[];
}

/**
 * Puts an id in place of every name and path that an input has where the contract wants an id, such as `acme/Developer`.
 * In the order of the fields: the first one that is known says which organization the call is about, and what has no
 * organization in front of it is looked for there. INVALID_INPUT for a name of several.
 */
export function resolveReferences(
  reader: Reader,
  fields: readonly ReferenceField[],
  given: unknown,
): Resolved {
  const names: Names = { reader, lists: new Map() };
  let about: IndexedNode | undefined;
  const input = fields.reduce(
    (before, each) =>
      replaceAt(before, each.field, (text) => {
        const node = looksLikeId(text) ? knownTo(reader, text) : theOne(names, each, text, about);
        about ??= organizationOf(reader, node);
        return node?.id ?? text;
      }),
    given,
  );
  const unknown = fields.flatMap((each) =>
    idsAt(input, each.field)
      .filter((text) => !looksLikeId(text))
      .map((text) => ({ field: each.field, text, cure: cureOf(each) })),
  );
  return { input, unknown };
}

function knownTo({ store, caller }: Reader, id: string): IndexedNode | undefined {
  const node = store.access.node(id);
  return node && isOpenTo(caller, node.organizationId) && store.access.canSee(caller.subject, id)
    ? node
    : undefined;
}

function organizationOf({ store }: Reader, node: IndexedNode | undefined): IndexedNode | undefined {
  return node && store.access.node(node.organizationId);
}

function theOne(
  names: Names,
  reference: ReferenceField,
  text: string,
  about: IndexedNode | undefined,
): IndexedNode | undefined {
  if (text === '' || text.length > longestReference) return undefined;
  const [found, ...others] = meaningsOf(names, reference, text, about);
  if (!found || others.length === 0) return found;
  const message = `“${text}” may be ${inWords(names.reader, [found, ...others])}; give the id of the one that is meant`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: reference.field, message }] });
}

const mostTold = 5;

function inWords(reader: Reader, nodes: readonly IndexedNode[]): string {
  const told = nodes
    .slice(0, mostTold)
    .map((node) => `${withArticle(node.kind)} (${tellingApart(reader, node)})`);
  const more = nodes.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(' or ');
}

/** The id of a node, with the address of a member whom the reader may read. */
function tellingApart({ store, caller }: Reader, { id, kind }: IndexedNode): string {
  if (nodeKinds[kind].namedBy !== 'account' || !store.access.canRead(caller.subject, id)) return id;
  const account = store.database.first(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select('account.email')
      .where('member.id', '=', id),
  );
  return account ? `${id}, ${account.email}` : id;
}

function cureOf({ kinds }: ReferenceField): string {
  const named = kinds.filter((kind) => nodeKinds[kind].namedBy !== 'id');
  const examples = named.slice(0, 3).map((kind) => nodeKinds[kind].example);
  const names = examples.length > 0 ? `, or a name such as ${examples.join(' or ')}` : '';
  return `Give the id of ${kinds.length > 3 ? 'something' : kinds.map(withArticle).join(' or ')} that you may see${names}.`;
}
