/** What there is to say of a kind; whatever treats kinds differently reads it here. */
export interface KindDescriptor {
  /** The kind of the node that one of this kind lies directly below; null at the top. */
  readonly parent: string | null;
  /** What the ids of this kind begin with, before their `_`. */
  readonly prefix: string;
  /** As people say it, in the middle of a sentence. */
  readonly words: { readonly article: 'a' | 'an'; readonly singular: string; readonly plural: string };
  /** The segment that its collection has in the paths of the REST interface. */
  readonly collection: string;
  /** The name of its icon at lucide.dev. */
  readonly icon: string;
  readonly isInTree: boolean;
  readonly isTaggable: boolean;
  /** Whether a grant may be given on it; each grant reaches all that lies below, too. */
  readonly isGrantable: boolean;
  /**
   * How REST and the command line name one besides by its id: by its `path`, by its `name` in its organization, by the
   * name or address of its `account`, by its `number` behind the path of its parent, or not at all.
   */
  readonly namedBy: 'path' | 'name' | 'account' | 'number' | 'id';
  /** Such a name, or where there is none an id. */
  readonly example: string;
  /** The permission by which nodes of this kind are read. */
  readonly readBy: `${string}.${string}`;
  /** Whether every member reads one or some of their own, whatever else they may read. */
  readonly everybodyHasOwn: boolean;
  /** Whether its name is no secret to any member, as a role's is in the row of each who has it. */
  readonly isNameOpen: boolean;
  /**
   * The resources of the contract whose every query is stale after a change of this kind; a query whose input names the
   * node or its parent always is.
   */
  readonly makesStale: readonly string[];
  /** Whether a bundle carries it to another host. */
  readonly isBundled: boolean;
}
