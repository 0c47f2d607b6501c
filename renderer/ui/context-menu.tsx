import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry, menuClasses } from './menu-entries.tsx';

interface ContextMenuProps {
  readonly children: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** The menu of a right click, or of the menu key. */
export const ContextMenu = ({ children, items, onOpenChange }: ContextMenuProps) => (
  <Radix.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content collisionPadding={8} className={menuClasses}>
        <MenuEntries items={items} parts={Radix} />
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
