import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useDialogFocus } from './use-dialog-focus.ts';

interface DrawerProps {
  readonly label: string;
  readonly isOpen: boolean;
  /** It closed because something in it led to a page, which then gets the keyboard. */
  readonly hasLed: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What stands beside the page in a wide window, and comes over its left edge in a narrow one. */
export function Drawer({ label, isOpen, hasLed, onClose, children }: DrawerProps) {
  const { contentRef, ...focus } = useDialogFocus(isOpen, hasLed);
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          ref={contentRef}
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-80 max-w-[calc(100vw-3rem)] border-line border-r bg-panel shadow-overlay"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <div data-dialog-body className="h-full min-h-0">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
