import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const widths = { narrow: 'max-w-2xl', wide: 'max-w-5xl', full: '' };

interface PageBodyProps {
  readonly width?: keyof typeof widths | undefined;
  /** The page is only read: then it is scrolled by keyboard itself. */
  readonly isText?: boolean;
  readonly children: ReactNode;
}

/** The scrolling content of a page. */
export const PageBody = ({ width = 'wide', isText, children }: PageBodyProps) => (
  <div
    {...(isText ? { tabIndex: 0 } : {})}
    className="h-full overflow-y-auto focus-visible:outline-offset-[-2px]"
  >
    <div className={classNames('flex flex-col gap-4 px-4 py-4', widths[width])}>{children}</div>
  </div>
);
