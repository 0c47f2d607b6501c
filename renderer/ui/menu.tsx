import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry, menuClasses } from './menu-entries.tsx';
import { useLandmark } from './use-landmark.ts';

interface MenuProps {
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** A menu that drops from a button. Not modal: the modal one writes a style sheet, which our policy forbids. */
export const Menu = ({ trigger, items, align = 'start' }: MenuProps) => {
  const [landmark, noteLandmark] = useLandmark();
  return (
    <DropdownMenu.Root modal={false} onOpenChange={noteLandmark}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={landmark}>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={menuClasses}>
          <MenuEntries items={items} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
