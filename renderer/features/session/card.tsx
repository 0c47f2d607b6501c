import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface CardProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

/** The one card in the middle of a window that shows nothing else yet. */
export const Card = ({ icon: Icon, title, description, children }: CardProps) => (
  <main className="flex h-full items-start justify-center overflow-y-auto bg-panel px-4 pt-[12vh] pb-8">
    <div className="flex w-[26rem] flex-col gap-4 rounded-lg border border-line bg-canvas p-6">
      <div>
        <h1 className="flex items-center gap-2 font-semibold text-xl">
          <Icon aria-hidden className="size-5 shrink-0 text-accent" />
          {title}
        </h1>
        {description && <p className="mt-1 text-secondary">{description}</p>}
      </div>
      {children}
    </div>
  </main>
);
