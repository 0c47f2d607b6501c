import type { ReactNode } from 'react';
import { InlineError } from './inline-error.tsx';

interface ActionBarProps {
  /** What went wrong with what the bar does: above it, whatever the page was scrolled to. */
  readonly error?: unknown;
  readonly children: ReactNode;
}

/** What can be done with what was changed on a page, below what scrolls. */
export function ActionBar({ error, children }: ActionBarProps) {
  const hasError = error !== undefined && error !== null;
  return (
    <div className="shrink-0 border-line border-t bg-panel px-4">
      {hasError && (
        <div className="pt-2">
          <InlineError error={error} />
        </div>
      )}
      <div className="flex min-h-11 items-center gap-2">{children}</div>
    </div>
  );
}
