import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Why it is empty, and what the next step does. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly secondary?: ReactNode;
}

/** An empty view that teaches the next step. */
export const EmptyState = ({ icon: Icon, title, children, action, secondary }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-md flex-col items-center px-4 py-12 text-center">
    <Icon aria-hidden className="size-7 text-muted" strokeWidth={1.5} />
    <h2 className="mt-3 font-semibold text-lg">{title}</h2>
    <div className="mt-1 text-secondary">{children}</div>
    {(action || secondary) && (
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {action}
        {secondary}
      </div>
    )}
  </div>
);
