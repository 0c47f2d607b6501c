import type * as z from 'zod';
import type { Fields } from '#shared/bundle/thing.ts';
import type { NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Host } from '../../host.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';

type Described = typeof nodeKinds;

/** The kinds that bundles carry, by their descriptors. */
export type BundledKind = {
  [K in NodeKind]: Described[K]['isBundled'] extends true ? K : never;
}[NodeKind];

/** The context of an export or import; in an import its `write` is part of the one transaction. */
export type BundleContext = OperationContext & { readonly host: Host };

/** An import that is being written. */
export interface Making {
  readonly context: BundleContext;
  readonly tx: AuditedTransaction;
  readonly organizationId: string;
  /** What this import made, by id, with the nearest node above it that was there before: access is judged on that. */
  readonly made: ReadonlyMap<string, string>;
}

/** What is to be made or changed; ids are those of here. */
export interface Wanted {
  readonly fields: Fields;
  /** What a template does not hold, as somebody gave it. */
  readonly secrets: Fields;
  /** What `prepare` answered. */
  readonly prepared?: unknown;
}

/** How one kind goes into a bundle and comes out of it, told by the module of the kind. */
export interface Portable {
  /** What its names are, where that is not `Name`. */
  readonly name?: z.ZodType;
  /** Whether its name follows from its fields, so that it cannot be given another one. */
  readonly namedByFields?: boolean;
  /** Its fields as the contract takes them: ids are marked by `idOf`, and become paths in a bundle. */
  readonly fields: z.ZodRawShape;
  /** What one cannot be made without, and what no template holds. */
  readonly secrets?: Readonly<Record<string, z.ZodType>>;
  /** The fields of one; null for what is never carried, such as a built-in role. */
  readonly read: (context: BundleContext, id: string) => object | null;
  /** Waits for what a transaction cannot wait for, before it (id null: a new one); nothing outside may come of it. */
  readonly prepare?: (
    context: BundleContext,
    wanted: Wanted & { readonly id: string | null },
  ) => Promise<unknown>;
  /** Makes one, within the rules of its own `create`; answers its id. */
  readonly create: (
    making: Making,
    wanted: Wanted & { readonly parentId: string; readonly name: string; readonly hasChildren: boolean },
  ) => string;
  /** Changes what is given of one, within the rules of its own `update`. */
  readonly update: (making: Making, wanted: Wanted & { readonly id: string }) => void;
}

/** What several kinds have alike beside their own fields, such as variables; written once everything is made. */
export interface Facet {
  /** What it is called among the fields. */
  readonly field: string;
  readonly schema: z.ZodType;
  readonly isOf: (kind: NodeKind) => boolean;
  /** Whether the order of its list says nothing. */
  readonly isSet?: boolean;
  /** Undefined where there is none, or the caller may not read it. */
  readonly read: (context: BundleContext, id: string) => unknown;
  /** Secrets that have to be given, by name, for this value to be written on a node (null: a new one). */
  readonly needs?: (context: BundleContext, id: string | null, value: unknown) => readonly string[];
  readonly write: (
    making: Making,
    id: string,
    wanted: { readonly value: unknown; readonly secrets: Fields },
  ) => void;
  /** What `restore` needs to bring back what is there now. */
  readonly remember?: (context: BundleContext, id: string) => unknown;
  readonly restore: (making: Making, id: string, remembered: unknown) => void;
}

/** What bundles are made of: one entry a kind, as the descriptors demand. */
export interface PortableParts {
  readonly kinds: Readonly<Record<BundledKind, Portable>>;
  readonly facets: readonly Facet[];
}

/** A place of a thing's fields that names another thing. */
export interface PathField {
  /** Dotted, `*` for each item of a list. */
  readonly field: string;
  readonly kind: NodeKind;
  /** Demanded on what is named. */
  readonly permission: Permission | undefined;
}

/** The same with what is derived of each kind once it is asked for: an organization has thousands of things. */
export interface Portables extends PortableParts {
  readonly schemas: Map<NodeKind, z.ZodObject>;
  readonly places: Map<NodeKind, readonly PathField[]>;
}
