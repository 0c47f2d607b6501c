import { create } from 'zustand';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';

/** The dialogs that the shell shows for any kind of node. */
export type OpenDialog =
  | {
      readonly type: 'create';
      readonly kind: TreeKind;
      readonly parentId: string;
      /** What goes on with it where it was wanted; without one, its own page is shown. */
      readonly onCreated?: (id: string) => void;
    }
  | { readonly type: 'create-below'; readonly kind: TreeKind; readonly withinId?: string | undefined }
  | { readonly type: 'rename' | 'delete' | 'duplicate'; readonly node: TreeNode }
  | {
      /** The same done to several: an action of a kind (`manyActions`), to these and what they stand for. */
      readonly type: 'many';
      readonly kind: TreeKind;
      readonly actionId: string;
      readonly nodes: readonly TreeNode[];
    }
  | { readonly type: 'delete-many'; readonly nodes: readonly TreeNode[] }
  | { readonly type: 'move'; readonly nodes: readonly TreeNode[]; readonly parentId?: string | undefined }
  | { readonly type: 'first-service'; readonly serverId?: string | undefined }
  | { readonly type: 'shortcuts' }
  | { readonly type: 'create-organization' };

interface DialogState {
  /** The last one lies on top. */
  readonly dialogs: readonly OpenDialog[];
}

export const useOpenDialogs = create<DialogState>()(() => ({ dialogs: [] }));

/** Opens one of the shell's dialogs in the place of any that is open. */
export const openDialog = (dialog: OpenDialog): void => useOpenDialogs.setState({ dialogs: [dialog] });

/** Makes what a page or dialog is lacking in a dialog above it; one comes back to it as it was. */
export function openCreation(creation: Omit<Extract<OpenDialog, { type: 'create' }>, 'type'>): void {
  useOpenDialogs.setState(({ dialogs }) => ({ dialogs: [...dialogs, { type: 'create', ...creation }] }));
}

/** Closes the one on top. */
export const closeDialog = (): void =>
  useOpenDialogs.setState(({ dialogs }) => ({ dialogs: dialogs.slice(0, -1) }));
