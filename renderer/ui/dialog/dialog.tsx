import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { InlineError } from '../inline-error.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

const widths = { sm: 'w-96', md: 'w-[30rem]', lg: 'w-[42rem]', xl: 'w-[60rem]' };

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly width?: keyof typeof widths | undefined;
  /** What went wrong with the whole, above the footer and never out of sight. */
  readonly error?: unknown;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A modal dialog with title, scrolling body and footer; the keyboard goes to its first field, and back where it was
 * when it closes. Its overlay is a plain element, because that of Radix writes a style sheet, which our content security policy forbids.
 */
export const Dialog = ({
  isOpen,
  onClose,
  title,
  description,
  width = 'md',
  error,
  footer,
  children,
}: DialogProps) => {
  const { contentRef, ...focus } = useDialogFocus(isOpen);
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          ref={contentRef}
          {...focus}
          className={classNames(
            '-translate-x-1/2 fixed top-[10vh] left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-1rem)] short:top-[2vh] short:max-h-[96vh] animate-[appear_120ms_ease-out] flex-col rounded-lg border border-line bg-raised shadow-overlay',
            widths[width],
          )}
        >
          <header className="flex shrink-0 items-start gap-3 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="break-words font-semibold text-lg">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-secondary">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <button
                type="button"
                aria-label="Close"
                className="flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-primary"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </Radix.Close>
          </header>
          <div data-dialog-body className="min-h-20 flex-1 overflow-y-auto px-4 py-3">
            {children}
          </div>
          {error !== undefined && error !== null && (
            <div className="shrink-0 px-4 pb-3">
              <InlineError error={error} />
            </div>
          )}
          {footer && (
            <footer className="flex shrink-0 flex-wrap justify-end gap-2 border-line border-t px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
