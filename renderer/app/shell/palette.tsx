import { Keyboard, Moon, Settings, Sun } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { CommandPalette } from '../../features/palette/command-palette.tsx';
import type { PaletteItem } from '../../features/palette/palette-row.tsx';
import { registry } from '../../features/registry.ts';
import { hostRefusal } from '../../lib/access/host-right.ts';
import { organizationPath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { creationWords } from '../../lib/pages/creation-words.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import { setPaletteOpen, usePalette } from '../../lib/palette-actions.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { useNode, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { setTheme, type Theme } from '../../state/theme.ts';
import { useNodeMenu } from '../acts/use-node-menu.ts';
import { toItem } from './palette-items.ts';
import { useKnownNodes, useNodeItems, useNodeWayItems } from './palette-nodes.ts';
import { creationsForPalette, pagesForPalette } from './palette-pages.ts';

const none: readonly never[] = [];

/** What finds something of the shown node, with its name before or after. */
const wordsOn = (node: TreeNode | undefined, words: readonly string[]): string[] =>
  words.flatMap((word) => [word.toLowerCase(), `${word} ${node?.name ?? ''}`.toLowerCase()]);

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
    .map((entry) => {
      const action = current && registry[current.kind].actions?.find(({ id }) => id === entry.id);
      return {
        ...entry,
        id: `current:${entry.id}`,
        group: current?.name ?? '',
        words: wordsOn(current, [entry.label, ...(action?.words ?? [])]),
        isHarmful: entry.isDanger ?? action?.isHarmful,
      };
    });
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
      words:
        page.at === 'organization' || page.at === 'shell'
          ? (page.words ?? [])
          : wordsOn(current, [label, ...(page.words ?? [])]),
      disabledReason: refusal(page, nodeId),
      run: () => go(path),
    }),
  );
  const pageCreations = creationsForPalette({ organizationId, session }).map(({ creation, page, path }) => ({
    id: `create:${creation.dialog}`,
    group: 'Create',
    label: creation.label,
    icon: page.icon,
    words: creation.words,
    disabledReason:
      refusal(page, organizationId) ?? (creation.permission && check(creation.permission, organizationId)),
    run: () => go(path),
  }));
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
  return [
    ...own,
    ...onCurrent,
    ...creations,
    ...pageCreations,
    ...fixed,
    ...ways,
    ...themes,
    ...organizations,
  ].map(toItem);
};

const OpenPalette = ({ organizationId }: { readonly organizationId: string }) => {
  const known = useKnownNodes(organizationId);
  const nodeItems = useNodeItems(organizationId, known);
  const itemsFor = useNodeWayItems(organizationId, known);
  const actionItems = useActionItems(organizationId);
  const recent = nodeItems.filter(({ group }) => group === 'Recent');
  const others = nodeItems.filter(({ group }) => group !== 'Recent');
  return (
    <CommandPalette
      items={[...recent, ...actionItems, ...others]}
      itemsFor={itemsFor}
      onClose={() => setPaletteOpen(false)}
    />
  );
};

/** The command palette of the shell; nothing is gathered while it is closed. */
export const Palette = ({ organizationId }: { readonly organizationId: string }) => {
  const isOpen = usePalette((state) => state.isOpen);
  return isOpen ? <OpenPalette organizationId={organizationId} /> : null;
};
