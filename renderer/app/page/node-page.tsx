import { useLocation, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { nodePages, registry } from '../../features/registry.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { nodePath } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { type KeyBindings, keysNow, useKeyBindings } from '../../state/key-bindings.ts';
import { visitNode } from '../../state/tabs.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { useNodeMenu } from '../acts/use-node-menu.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { NodeShortcuts } from './node-shortcuts.tsx';
import { NotThere } from './not-there.tsx';
import { PageHeader } from './page-header.tsx';
import { PathPage } from './path-page.tsx';
import { Rooms } from './rooms.tsx';

interface ShownNodeProps {
  readonly organizationId: string;
  readonly node: TreeNode;
  readonly tabId: string | undefined;
}

const isRename = (entry: MenuEntry): boolean => entry !== 'separator' && entry.id === 'rename';

/** In a page's menu a name is edited in a dialog, as the row in the tree may be out of sight, and the page's keys work. */
const onPage = (items: readonly MenuEntry[], node: TreeNode, bindings: KeyBindings): MenuEntry[] =>
  items.map((entry) =>
    entry !== 'separator' && isRename(entry)
      ? { ...entry, label: 'Rename…', shortcut: undefined, run: () => openDialog({ type: 'rename', node }) }
      : withKeys(entry, bindings),
  );

const withKeys = (entry: MenuEntry, bindings: KeyBindings): MenuEntry =>
  entry !== 'separator' && entry.pageKeys ? { ...entry, shortcut: keysNow(bindings, entry.pageKeys) } : entry;

/** The address of what is shown. The location itself is one step ahead while the next page is being made. */
const useShownPath = (shown: string): string => {
  const { pathname, searchStr } = useLocation();
  return pathname === shown ? `${shown}${searchStr}` : shown;
};

/** Whether anything of a node opens: to somebody who may not read it, what they hold there does. */
const useHasOpenPage = (node: TreeNode): boolean => {
  const refusal = useRefusal();
  return !node.isPath || nodePages(node.kind).some((page) => !refusal(page, node.id));
};

/** The next thing to do with a node: to somebody who may not read it, where they may do it all the same. */
const usePrimaryAction = (props: NodeProps): ReactNode => {
  const { PrimaryAction, primaryPermission } = registry[props.node.kind];
  const { allowed } = usePermission(primaryPermission, props.nodeId);
  const isOpen = !props.node.isPath || (primaryPermission !== undefined && allowed);
  return PrimaryAction && isOpen && <PrimaryAction {...props} />;
};

const ShownNode = ({ organizationId, node, tabId }: ShownNodeProps) => {
  const nodeMenu = useNodeMenu();
  const bindings = useKeyBindings();
  const path = useShownPath(nodePath(organizationId, node.kind, node.id, tabId));
  const { icon, HeaderExtra } = registry[node.kind];
  const props = { organizationId, nodeId: node.id, node };
  const action = usePrimaryAction(props);

  useEffect(() => {
    visitNode(organizationId, { nodeId: node.id, kind: node.kind, path });
  }, [organizationId, node.id, node.kind, path]);

  const hasOpenPage = useHasOpenPage(node);
  if (!hasOpenPage) return <PathPage organizationId={organizationId} node={node} action={action} />;
  const menu = nodeMenu(node);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <NodeShortcuts entries={menu} />
      <PageHeader
        icon={icon}
        title={node.name}
        isProtected={node.isProtected === true}
        breadcrumb={<Breadcrumb organizationId={organizationId} node={node} />}
        extra={HeaderExtra && !node.isPath && <HeaderExtra {...props} />}
        action={action}
        menu={onPage(menu, node, bindings)}
      />
      <Rooms organizationId={organizationId} node={node} pageId={tabId} />
    </div>
  );
};

/** The page of whichever node the address names. */
export const NodePage = () => {
  const params = useParams({ strict: false }) as { organizationId: string; nodeId: string; tab?: string };
  const { organizationId, nodeId, tab } = params;
  const query = useTree(organizationId);
  return (
    <ResourcePage query={query} what="the tree" layout="edges">
      {(nodes) => {
        const node = indexOf(nodes).byId.get(nodeId);
        return node ? (
          <ShownNode organizationId={organizationId} node={node} tabId={tab} />
        ) : (
          <NotThere id={nodeId} />
        );
      }}
    </ResourcePage>
  );
};
