import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { PanelLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShortcut } from '../../lib/shortcuts.ts';
import { Drawer } from '../../ui/dialog/drawer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TreePanel } from '../tree/tree-panel.tsx';

/** The tree where there is no room for it beside the page: a button, and a drawer that closes once one goes somewhere. */
export function TreeDrawer({ organizationId }: { readonly organizationId: string }) {
  const [state, setState] = useState<'closed' | 'open' | 'led'>('closed');
  const { history }: { history: RouterHistory } = useRouter();
  useEffect(
    () =>
      history.subscribe(({ action }) => {
        if (action.type !== 'REPLACE') setState((now) => (now === 'open' ? 'led' : now));
      }),
    [history],
  );
  const isOpen = state === 'open';
  const open = (): void => setState('open');
  useShortcut('mod+shift+f', 'Filter the tree', open, { enabled: !isOpen });
  useShortcut('/', 'Filter the tree', open, { enabled: !isOpen });
  return (
    <>
      <IconButton
        label="Tree"
        icon={PanelLeft}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={open}
      />
      <Drawer label="Tree" isOpen={isOpen} hasLed={state === 'led'} onClose={() => setState('closed')}>
        <TreePanel organizationId={organizationId} />
      </Drawer>
    </>
  );
}
