import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Deletion } from '#shared/contract/organization.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { OperationName } from './use-command-line.ts';

/** What every page of a node is given. */
export interface NodeProps {
  readonly organizationId: string;
  readonly nodeId: string;
  readonly node: TreeNode;
}

export interface CreateProps {
  readonly organizationId: string;
  readonly parentId: string;
  readonly onClose: () => void;
  /** `ready` where it can take a deployment at once, so that the next question is what to deploy. */
  readonly onCreated: (id: string, state?: 'ready') => void;
}

/** What a dialog is given that moves one node; the parent where that was chosen already, as by dragging. */
export interface MoveDialogProps {
  readonly organizationId: string;
  readonly node: TreeNode;
  readonly parentId: string | undefined;
  readonly onClose: () => void;
}

export interface ActionContext {
  readonly organizationId: string;
  readonly go: (path: string) => void;
}

/** A room of a kind of node: one tab, with the list of its pages at the left. */
export interface Room {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** An extra row of a node's menu and of the palette: opens a page, or runs. */
export interface NodeAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly permission?: Permission;
  /** Done to what of this kind lies in the node: open to whoever may do it to one of those. */
  readonly ofThoseBelow?: TreeKind;
  readonly page?: string;
  /** The dialog of that page which it opens (`useAddressDialog`). */
  readonly dialog?: string;
  /** The key that runs it while the node is shown; the same one for what is the same elsewhere. */
  readonly key?: string;
  /** Further words by which the palette finds it, in lower case. */
  readonly words?: readonly string[];
  /** It ends what runs: the palette puts it below what does not. */
  readonly isHarmful?: boolean;
  readonly run?: (node: TreeNode, context: ActionContext) => unknown;
}

/** Something that can be done to several nodes at once, by one call each. */
export interface ManyAction {
  readonly id: string;
  /** `Deploy` */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly permission: Permission;
  /** What it calls for each, with the id alone. */
  readonly operation: OperationName;
  /** `deployed`, in what cannot be. */
  readonly past: string;
  /** `being deployed`, in `3 being deployed`: where it is only begun; else what `past` says. */
  readonly outcome?: string;
  /** What holds nodes of this kind stands for them: an environment is deployed by deploying its services. */
  readonly reachesDown?: boolean;
  /** It ends what runs: asked about once more where that is protected. */
  readonly isHarmful?: boolean;
  /** Why it makes no sense for this one as it is. */
  readonly refusal?: (node: TreeNode) => string | undefined;
  /** What it would do to this one, asked of the host, in words; and what stands in its way. */
  readonly look?: (
    node: TreeNode,
  ) => Promise<{ readonly words: string; readonly blocker?: string | undefined }>;
  /** The button that does the same to this one alone, by its own action of the same id: `Plan…`. */
  readonly aloneLabel?: string;
  readonly run: (node: TreeNode) => Promise<unknown>;
}

/** What a node that goes takes with it, and what stays of it on its server unless that is chosen as well. */
export interface NodeDeletion extends Deletion {
  /** Null where the server does not tell; absent for a kind that has none of its own. */
  readonly volumes?:
    | readonly { readonly name: string; readonly sizeBytes: number | null }[]
    | null
    | undefined;
}

/** Everything the shell needs to know of one kind of node; it holds no code of its own for any kind. */
export interface FeatureEntry {
  readonly kind: TreeKind;
  readonly label: string;
  readonly plural: string;
  readonly icon: LucideIcon;
  readonly parentKind: TreeKind | null;
  readonly permissions: {
    readonly create: Permission;
    readonly update: Permission;
    readonly delete: Permission;
  };
  /** In the order of the tabs; at most eight. The first page of the first one is the default. */
  readonly rooms: readonly Room[];
  readonly Create: ComponentType<CreateProps>;
  readonly rename: (id: string, name: string) => Promise<unknown>;
  readonly duplicate?: {
    /** Demanded on the parent that takes the copy. */
    readonly permission: Permission;
    readonly parentKind: TreeKind;
    readonly run: (id: string, copy: { name: string; parentId: string }) => Promise<{ id: string }>;
  };
  readonly move?: {
    readonly permission: Permission;
    readonly run: (id: string, parentId: string) => Promise<unknown>;
    /** For one whose move does something on servers, so that its plan is shown first. */
    readonly plan?: {
      readonly isNeeded: (node: TreeNode) => boolean;
      readonly Dialog: ComponentType<MoveDialogProps>;
    };
  };
  readonly deletion: (id: string) => Promise<NodeDeletion>;
  /** Takes the volumes along that were chosen of those which `deletion` named. */
  readonly remove: (
    id: string,
    typedName: string,
    volumes: readonly string[],
  ) => Promise<{ orphaned?: string[] }>;
  readonly PrimaryAction?: ComponentType<NodeProps>;
  /** What that demands of the node: with it the action shows to somebody who may not read the node, too. */
  readonly primaryPermission?: Permission;
  readonly HeaderExtra?: ComponentType<NodeProps>;
  readonly actions?: readonly NodeAction[];
  readonly manyActions?: readonly ManyAction[];
}
