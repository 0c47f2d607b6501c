import type { TreeKind } from '#shared/model/nodes.ts';
import { registry } from '../../features/registry.ts';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { closeDialog, openDialog } from '../../lib/open-dialog.ts';
import { useTree } from '../../lib/tree/use-tree.ts';
import { setExpanded } from '../../state/tree.ts';

const none: readonly never[] = [];

interface CreateDialogProps {
  readonly organizationId: string;
  readonly kind: TreeKind;
  readonly parentId: string;
  readonly onCreated?: (id: string) => void;
}

/** The creation dialog of a kind; what was created is shown in the tree, and on its page or where it was wanted. */
export function CreateDialog({ organizationId, kind, parentId, onCreated }: CreateDialogProps) {
  const go = useGo();
  const { Create } = registry[kind];
  const { data: nodes = none } = useTree(organizationId);
  const isFirst = !nodes.some((node) => node.kind === 'service');
  return (
    <Create
      organizationId={organizationId}
      parentId={parentId}
      onClose={closeDialog}
      onCreated={(id, state) => {
        if (state === 'ready' && isFirst && !onCreated) openDialog({ type: 'first-service', serverId: id });
        else closeDialog();
        setExpanded([parentId, `group:${kind}`], true);
        if (onCreated) onCreated(id);
        else go(nodePath(organizationId, kind, id));
      }}
    />
  );
}
