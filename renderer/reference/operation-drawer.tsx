import { PanelLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Drawer } from '../ui/dialog/drawer.tsx';
import { OperationList, type OperationListProps } from './operation-list.tsx';
import { useSearchKey } from './use-search-key.ts';

/** The list of operations where there is no room for it beside one: a button, and a drawer that closes at a choice. */
export function OperationDrawer(props: OperationListProps) {
  const [state, setState] = useState<'closed' | 'open' | 'led'>('closed');
  useEffect(() => {
    const lead = (): void => setState((now) => (now === 'open' ? 'led' : now));
    addEventListener('hashchange', lead);
    return () => removeEventListener('hashchange', lead);
  }, []);
  const isOpen = state === 'open';
  const open = (): void => setState('open');
  useSearchKey(open);
  return (
    <>
      <Button icon={PanelLeft} aria-haspopup="dialog" aria-expanded={isOpen} onClick={open}>
        Operations
      </Button>
      <Drawer label="Operations" isOpen={isOpen} hasLed={state === 'led'} onClose={() => setState('closed')}>
        <OperationList {...props} />
      </Drawer>
    </>
  );
}
