import { DropdownMenu } from 'radix-ui';
import { type ReactElement, useRef } from 'react';
import { useMenuFocus } from '../focus-before.ts';
import { useLandmark } from '../use-landmark.ts';
import { MenuEntries, type MenuItems, menuClasses } from './menu-entries.tsx';

interface MenuProps {
  readonly trigger: ReactElement;
  readonly items: MenuItems;
  readonly align?: 'start' | 'end';
}

/** A menu that drops from a button. Not modal: the modal one writes a style sheet, which our policy forbids. */
export const Menu = ({ trigger: triggerElement, items, align = 'start' }: MenuProps) => {
  const [landmark, noteLandmark] = useLandmark();
  const trigger = useRef<HTMLButtonElement>(null);
  const { note, run, onCloseAutoFocus } = useMenuFocus();
  const onOpenChange = (isOpen: boolean): void => {
    noteLandmark(isOpen);
    if (isOpen) note(trigger.current);
  };
  return (
    <DropdownMenu.Root modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger ref={trigger} asChild>
        {triggerElement}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={landmark}>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={menuClasses}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <MenuEntries items={items} parts={DropdownMenu} onRun={run} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
