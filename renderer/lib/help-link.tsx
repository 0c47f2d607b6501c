import { CircleHelp } from 'lucide-react';
import type { TaskId } from '#shared/help/tasks.ts';
import { AppLink } from './app-link.tsx';
import { organizationPath, useOrganizationId } from './navigation.ts';

/** The part of the help's address that names a chapter. */
export const helpParam = 'chapter';

interface HelpLinkProps {
  readonly chapter: TaskId;
  readonly children: string;
}

/** Leads to the chapter of the help that belongs to what is shown. */
export function HelpLink({ chapter, children }: HelpLinkProps) {
  const organizationId = useOrganizationId();
  return (
    <AppLink
      to={`${organizationPath(organizationId, 'help')}?${helpParam}=${chapter}`}
      className="text-accent underline"
    >
      <CircleHelp aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />
      {children}
    </AppLink>
  );
}
