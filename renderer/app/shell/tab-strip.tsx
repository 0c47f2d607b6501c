import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { registry } from '../../features/registry.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { useNode } from '../../lib/tree/use-tree.ts';
import { closeTab, type OpenTab, pinTab, reopenTab, useTabs } from '../../state/tabs.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Sideways } from '../../ui/sideways.tsx';

const none: readonly OpenTab[] = [];

interface NodeTabProps {
  readonly organizationId: string;
  readonly tab: OpenTab;
  readonly isCurrent: boolean;
  readonly onClose: () => void;
}

const NodeTab = ({ organizationId, tab, isCurrent, onClose }: NodeTabProps) => {
  const node = useNode(tab.nodeId);
  if (!node) return null;
  const { icon: Icon } = registry[tab.kind];
  const closeByMiddleClick = (event: MouseEvent): void => {
    if (event.button !== 1) return;
    event.preventDefault();
    onClose();
  };
  return (
    <li
      className={classNames(
        'group/tab flex h-8 max-w-52 shrink-0 items-center border-line border-r pr-1',
        isCurrent ? 'bg-canvas' : 'bg-panel text-secondary hover:bg-hover',
      )}
    >
      <AppLink
        to={tab.path}
        aria-current={isCurrent ? 'page' : undefined}
        onAuxClick={closeByMiddleClick}
        onDoubleClick={() => pinTab(organizationId, tab.nodeId)}
        className="flex h-full min-w-0 flex-1 items-center gap-1.5 pr-1 pl-2.5 focus-visible:outline-offset-[-2px]"
      >
        <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className={classNames('truncate', tab.isPreview && 'italic')}>{node.name}</span>
      </AppLink>
      <IconButton
        label={`Close ${node.name}`}
        icon={X}
        size="xs"
        onClick={onClose}
        className={isCurrent ? '' : 'opacity-0 focus-visible:opacity-100 group-hover/tab:opacity-100'}
      />
    </li>
  );
};

/** The open nodes. A visited one is a preview in italics until it is double-clicked. */
export const TabStrip = ({ organizationId }: { readonly organizationId: string }) => {
  const go = useGo();
  const currentId = useRouteNodeId();
  const tabs = useTabs(({ open }) => open[organizationId] ?? none);

  const close = (nodeId: string): void => {
    const next = closeTab(organizationId, nodeId);
    if (nodeId === currentId) go(next?.path ?? organizationPath(organizationId));
  };
  const step = (by: number): void => {
    const at = tabs.findIndex(({ nodeId }) => nodeId === currentId);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next) go(next.path);
  };
  useShortcut('alt+w', 'Close the tab', () => currentId && close(currentId));
  useShortcut('alt+shift+t', 'Reopen the closed tab', () => {
    const reopened = reopenTab(organizationId);
    if (reopened) go(reopened.path);
  });
  useShortcut('alt+pagedown', 'Next tab', () => step(1));
  useShortcut('alt+pageup', 'Previous tab', () => step(-1));

  if (tabs.length === 0) return null;
  return (
    <nav aria-label="Open tabs" className="shrink-0 border-line border-b bg-panel">
      <Sideways>
        <ul className="flex w-max">
          {tabs.map((tab) => (
            <NodeTab
              key={tab.nodeId}
              organizationId={organizationId}
              tab={tab}
              isCurrent={tab.nodeId === currentId}
              onClose={() => close(tab.nodeId)}
            />
          ))}
        </ul>
      </Sideways>
    </nav>
  );
};
