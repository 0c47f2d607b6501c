import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const widths = { narrow: 'max-w-2xl', wide: 'max-w-5xl', full: '' };

interface PageBodyProps {
  readonly width?: keyof typeof widths | undefined;
  readonly children: ReactNode;
}

/** The scrolling content of a page. */
export const PageBody = ({ width = 'wide', children }: PageBodyProps) => (
  <div className="h-full overflow-y-auto">
    <div className={classNames('flex flex-col gap-4 px-4 py-4', widths[width])}>{children}</div>
  </div>
);
