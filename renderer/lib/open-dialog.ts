import { create } from 'zustand';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TreeKind } from '#shared/model/nodes.ts';

/** The dialogs that the shell shows for any kind of node. */
export type OpenDialog =
  | { readonly type: 'create'; readonly kind: TreeKind; readonly parentId: string }
  | { readonly type: 'create-below'; readonly kind: TreeKind; readonly withinId?: string | undefined }
  | { readonly type: 'rename' | 'delete' | 'duplicate' | 'move'; readonly node: TreeNode }
  | { readonly type: 'shortcuts' }
  | { readonly type: 'create-organization' };

interface DialogState {
  readonly dialog: OpenDialog | undefined;
}

export const useOpenDialog = create<DialogState>()(() => ({ dialog: undefined }));

/** Opens one of the shell's dialogs; there is at most one. */
export const openDialog = (dialog: OpenDialog): void => useOpenDialog.setState({ dialog });

export const closeDialog = (): void => useOpenDialog.setState({ dialog: undefined });
