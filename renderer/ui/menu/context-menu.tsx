import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { useMenuFocus } from '../focus-before.ts';
import { useLandmark } from '../use-landmark.ts';
import { MenuEntries, type MenuEntry, menuClasses } from './menu-entries.tsx';

interface ContextMenuProps {
  readonly children: ReactElement;
  readonly items: readonly MenuEntry[];
}

/** The menu of a right click, or of the menu key. */
export const ContextMenu = ({ children, items }: ContextMenuProps) => {
  const [landmark, noteLandmark] = useLandmark();
  const { note, run, onCloseAutoFocus } = useMenuFocus();
  const onOpenChange = (isOpen: boolean): void => {
    noteLandmark(isOpen);
    if (isOpen) note(document.activeElement);
  };
  return (
    <Radix.Root modal={false} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={landmark}>
        <Radix.Content collisionPadding={8} className={menuClasses} onCloseAutoFocus={onCloseAutoFocus}>
          <MenuEntries items={items} parts={Radix} onRun={run} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
