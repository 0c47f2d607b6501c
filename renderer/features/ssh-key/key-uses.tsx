import { useQuery } from '@tanstack/react-query';
import type { SshKeyUse } from '#shared/contract/ssh-key.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { InlineError } from '../../ui/inline-error.tsx';

interface KeyUsesProps {
  readonly organizationId: string;
  readonly sshKeyId: string;
  /** Said where nothing uses it that the reader may see. */
  readonly none: string;
}

const halves: Readonly<Record<SshKeyUse['uses'], string>> = {
  current: '',
  previous: 'still by the old half',
  leaving: 'by the new half; the old one still opens it',
  both: 'by both halves',
};

/** What uses a key, as far as the reader may see it, and by which half while it is being rotated. */
export function KeyUses({ organizationId, sshKeyId, none }: KeyUsesProps) {
  const usage = useQuery(orpc.sshKey.usage.queryOptions({ input: { sshKeyId } }));
  if (usage.error) return <InlineError error={usage.error} />;
  if (usage.data?.length === 0) return <p className="text-secondary">{none}</p>;
  return (
    <ul aria-label="Used by" className="max-h-48 overflow-y-auto rounded border border-line px-3 py-1">
      {(usage.data ?? []).map(({ kind, id, path, uses }) => (
        <li key={id} className="flex gap-3 py-0.5">
          <AppLink
            to={nodePath(organizationId, kind, id)}
            className="min-w-0 truncate text-accent hover:underline"
          >
            {path}
          </AppLink>
          <span className="shrink-0 text-muted text-sm">{halves[uses]}</span>
        </li>
      ))}
    </ul>
  );
}
