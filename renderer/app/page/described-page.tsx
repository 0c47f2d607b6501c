import { useParams } from '@tanstack/react-router';
import { nodePages, shellPages } from '../../features/registry.ts';
import { NotThere } from './not-there.tsx';
import { OrganizationPage } from './organization-page.tsx';
import { ShellPage } from './shell-page.tsx';

/** The page that the address of an organization names: one of its rooms, or one that belongs to no node. */
export function DescribedPage() {
  const { page: pageId } = useParams({ strict: false }) as { page?: string };
  const shellPage = shellPages().find(({ id }) => id === pageId);
  if (shellPage) return <ShellPage key={shellPage.id} page={shellPage} />;
  if (pageId === undefined || nodePages('organization').some(({ id }) => id === pageId))
    return <OrganizationPage pageId={pageId} />;
  return <NotThere />;
}
