import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface FilledPageProps {
  /** Two things share the height, one below the other where the window is narrow. */
  readonly isShared?: boolean;
  readonly children: ReactNode;
}

/** A page whose last part takes what height there is, and in a low window scrolls rather than leave it none. */
export function FilledPage({ isShared, children }: FilledPageProps) {
  return (
    <div className="h-full overflow-y-auto">
      <div
        className={classNames('flex h-full min-h-96 flex-col gap-3 p-4', isShared && 'narrow:min-h-[46rem]')}
      >
        {children}
      </div>
    </div>
  );
}
