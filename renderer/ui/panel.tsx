import type { ReactNode } from 'react';

interface PanelProps {
  readonly title?: string;
  readonly actions?: ReactNode;
  /** Without padding, such as around a table. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

/** A bordered part of a page. */
export const Panel = ({ title, actions, isFlush, children }: PanelProps) => (
  <section aria-label={title} className="overflow-hidden rounded-lg border border-line">
    {(title || actions) && (
      <header className="flex min-h-10 items-center gap-2 border-line border-b px-3 py-1.5">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
        {actions}
      </header>
    )}
    <div className={isFlush ? 'overflow-hidden' : 'p-3'}>{children}</div>
  </section>
);
