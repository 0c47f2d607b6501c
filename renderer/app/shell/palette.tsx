import { Keyboard, type LucideIcon, Moon, Settings, Sun } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { CommandPalette, type PaletteItem } from '../../features/palette/command-palette.tsx';
import { creationWords } from '../../features/palette/item-order.ts';
import { registry } from '../../features/registry.ts';
import { hostRefusal } from '../../lib/access/host-right.ts';
import { nodePath, organizationPath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import { setPaletteOpen, usePalette } from '../../lib/palette-actions.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { indexOf, useNode, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { useTabs } from '../../state/tabs.ts';
import { setTheme, type Theme } from '../../state/theme.ts';
import { useNodeMenu } from '../tree/use-node-menu.ts';
import { pagesForPalette } from './palette-pages.ts';

const none: readonly never[] = [];

interface ItemSource {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  readonly disabledReason?: string | undefined;
  readonly isHarmful?: boolean | undefined;
  /** Further words that find it, in lower case. */
  readonly words?: readonly string[];
  readonly run: () => void;
}

const textsOf = ({ label, detail }: ItemSource): readonly string[] =>
  detail ? [label, `${label} ${detail}`, `${detail} / ${label}`] : [label];

const toItem = (source: ItemSource): PaletteItem => ({
  ...source,
  texts: [...textsOf(source).map((text) => text.toLowerCase()), ...(source.words ?? [])],
});

const useNodeItems = (organizationId: string): PaletteItem[] => {
  const go = useGo();
  const { data: nodes = none } = useTree(organizationId);
  const recent = useTabs(({ recent: byOrganization }) => byOrganization[organizationId] ?? none);
  const { byId } = indexOf(nodes);
  const pathOf = (node: TreeNode): string => {
    const above = byId.get(node.parentId ?? '');
    if (!above || above.kind === 'organization') return '';
    const further = pathOf(above);
    return further ? `${further} / ${above.name}` : above.name;
  };
  const itemOf = (node: TreeNode, group: string): PaletteItem =>
    toItem({
      id: node.id,
      group,
      label: node.name,
      detail: pathOf(node),
      icon: registry[node.kind].icon,
      run: () => go(nodePath(organizationId, node.kind, node.id)),
    });
  const visited = new Set(recent);
  const recentNodes = recent.flatMap((id) => byId.get(id) ?? []);
  const others = nodes.filter(({ id, kind }) => kind !== 'organization' && !visited.has(id));
  return [
    ...recentNodes.map((node) => itemOf(node, 'Recent')),
    ...others.map((node) => itemOf(node, 'Go to')),
  ];
};

const useActionItems = (organizationId: string): PaletteItem[] => {
  const go = useGo();
  const check = usePermissionCheck();
  const refusal = useRefusal();
  const nodeMenu = useNodeMenu();
  const current = useNode(useRouteNodeId());
  const offered = usePalette((state) => state.offered);
  const { data: session } = useSession();
  const { data: nodes = none } = useTree(organizationId);

  const onCurrent = (current ? nodeMenu(current) : [])
    .filter((entry) => entry !== 'separator')
    .map((entry) => ({
      ...entry,
      id: `current:${entry.id}`,
      group: current?.name ?? '',
      isHarmful: entry.isDanger,
    }));
  const creations = Object.values(registry)
    .filter(({ parentKind }) => parentKind !== null)
    .map(({ kind, label, icon, permissions, parentKind }) => ({
      id: `create:${kind}`,
      group: 'Create',
      label: `New ${label.toLowerCase()}…`,
      icon,
      words: creationWords(label),
      disabledReason: nodes.some((node) => node.kind === parentKind && !check(permissions.create, node.id))
        ? undefined
        : check(permissions.create, organizationId),
      run: () =>
        openDialog(
          parentKind === 'organization'
            ? { type: 'create', kind, parentId: organizationId }
            : { type: 'create-below', kind },
        ),
    }));
  const ways = pagesForPalette({ organizationId, session, node: current }).map(
    ({ page, nodeId, group, label, path }) => ({
      id: `page:${nodeId}:${page.id}`,
      group,
      label,
      icon: page.icon,
      words: page.words ?? [],
      disabledReason: refusal(page, nodeId),
      run: () => go(path),
    }),
  );
  const organizations = (session?.organizations ?? [])
    .filter(({ id }) => id !== organizationId)
    .map(({ id, name }) => ({
      id: `organization:${id}`,
      group: 'Switch organization',
      label: name,
      icon: registry.organization.icon,
      run: () => go(organizationPath(id)),
    }));
  const themes = (['light', 'dark', 'system'] satisfies Theme[]).map((theme) => ({
    id: `theme:${theme}`,
    group: 'Do',
    label: `Theme: ${theme}`,
    icon: { light: Sun, dark: Moon, system: Settings }[theme],
    run: () => setTheme(theme),
  }));
  const own = [...offered.values()]
    .flat()
    .map((action) => ({ ...action, group: action.group ?? 'This page' }));
  const fixed = [
    {
      id: 'create:organization',
      group: 'Create',
      label: 'New organization…',
      words: creationWords('organization'),
      disabledReason: hostRefusal(session, 'found-organizations'),
      icon: registry.organization.icon,
      run: () => openDialog({ type: 'create-organization' }),
    },
    {
      id: 'shortcuts',
      group: 'Do',
      label: 'Show keyboard shortcuts',
      icon: Keyboard,
      shortcut: '?',
      run: () => openDialog({ type: 'shortcuts' }),
    },
  ];
  return [...own, ...onCurrent, ...creations, ...fixed, ...ways, ...themes, ...organizations].map(toItem);
};

const OpenPalette = ({ organizationId }: { readonly organizationId: string }) => {
  const nodeItems = useNodeItems(organizationId);
  const actionItems = useActionItems(organizationId);
  const recent = nodeItems.filter(({ group }) => group === 'Recent');
  const others = nodeItems.filter(({ group }) => group !== 'Recent');
  return (
    <CommandPalette items={[...recent, ...actionItems, ...others]} onClose={() => setPaletteOpen(false)} />
  );
};

/** The command palette of the shell; nothing is gathered while it is closed. */
export const Palette = ({ organizationId }: { readonly organizationId: string }) => {
  const isOpen = usePalette((state) => state.isOpen);
  return isOpen ? <OpenPalette organizationId={organizationId} /> : null;
};
