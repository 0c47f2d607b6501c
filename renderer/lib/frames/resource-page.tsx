import type { ReactNode } from 'react';
import { FilledPage } from '../../ui/filled-page.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { type FramedQuery, Loaded } from './loaded.tsx';

/**
 * How the content lies on its page: scrolled at one of the widths, filling the height with a margin, or to the edges
 * with what manages its own scrolling.
 */
type Layout = 'narrow' | 'wide' | 'full' | 'fill' | 'edges';

interface ResourcePageProps<T> {
  readonly query: FramedQuery<T>;
  /** `the members`, in `Loading the members`. */
  readonly what?: string;
  /** What is done while there is nothing yet, where that is no mere loading. */
  readonly doing?: string;
  readonly layout?: Layout;
  /** What stands above, whether or not it is loaded. */
  readonly above?: ReactNode;
  readonly children: (loaded: T) => ReactNode;
}

/** A page that shows what one query answers; says that it loads, why it does not, and offers to try again. */
export function ResourcePage<T>(props: ResourcePageProps<T>) {
  const { query, what = '', doing = `Loading ${what}`.trim(), layout = 'wide', above, children } = props;
  if (layout === 'edges' && query.data !== undefined) return children(query.data);
  const body = (
    <>
      {above}
      <Loaded query={query} doing={doing}>
        {children}
      </Loaded>
    </>
  );
  if (layout === 'edges') return <div className="p-4">{body}</div>;
  if (layout === 'fill') return <FilledPage>{body}</FilledPage>;
  return <PageBody width={layout}>{body}</PageBody>;
}
