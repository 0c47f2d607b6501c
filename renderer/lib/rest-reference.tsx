import type { ReactNode } from 'react';
import { isDesktop } from './host/port-link.ts';

/** A link to the page about the REST interface, which a headless host serves; on a desktop there is no such listener. */
export function RestReference({ children }: { readonly children: ReactNode }) {
  if (isDesktop) return children;
  return (
    <a className="text-accent underline" href="/api" target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
