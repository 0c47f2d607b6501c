import { Tooltip as Radix, Slot } from 'radix-ui';
import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react';

interface TooltipProps {
  /** Nothing is shown for undefined. */
  readonly content: ReactNode;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactElement;
}

/**
 * Explains its child on hover and on keyboard focus; also why something is disabled. A child that has nothing to explain
 * stands in the same place, so that one which is disabled by its own press is not drawn anew and keeps the keyboard.
 */
export const Tooltip = ({ content, side = 'bottom', children }: TooltipProps) => {
  const [isOpen, setOpen] = useState(false);
  const isEmpty = content === undefined || content === null || content === '';
  return (
    <Radix.Root open={isOpen && !isEmpty} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <WithoutState>{children}</WithoutState>
      </Radix.Trigger>
      {!isEmpty && (
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={5}
            collisionPadding={8}
            className="z-50 max-w-72 rounded border border-line bg-raised px-2 py-1 text-primary text-sm shadow-overlay"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
};

interface WithoutStateProps extends ComponentProps<typeof Slot.Root> {
  readonly 'data-state'?: string;
}

/** Whether a tooltip is open is no state of its child: a Radix part, such as a check box, has one of its own there. */
function WithoutState({ 'data-state': _, ...props }: WithoutStateProps) {
  return <Slot.Root {...props} />;
}

/** Once around the application. */
export const TooltipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Radix.Provider delayDuration={450} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);
