import { useQuery } from '@tanstack/react-query';
import type { OfferedGrant, OfferPreview as Preview } from '#shared/contract/invitation.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { permissionGroups } from '../../lib/access/permission-words.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { filterWords } from '../../lib/tags/tag-sets.ts';
import { useTagSets } from '../../lib/tags/use-tag-sets.ts';

interface OfferPreviewProps {
  readonly organizationId: string;
  readonly roleId: string;
  readonly extras: Permission[];
  readonly grants: OfferedGrant[];
}

type Part = Preview[number];

const keyOf = ({ nodeId, tagIds }: Part): string => nodeId ?? tagIds?.join('+') ?? '';

const Place = ({ part, where }: { readonly part: Part; readonly where: string }) => (
  <details className="border-line border-t py-1.5 first:border-t-0">
    <summary>
      <span className="font-medium">{where}</span>
      <span className="text-secondary"> · {part.permissions.length} permissions</span>
    </summary>
    <ul className="mt-1 ml-4 text-secondary text-sm">
      {permissionGroups(part.permissions).map(({ kind, text }) => (
        <li key={kind}>{text}</li>
      ))}
    </ul>
  </details>
);

/** What whoever accepts will be able to do, or why the inviter may not offer it. */
export const OfferPreview = ({ organizationId, roleId, extras, grants }: OfferPreviewProps) => {
  const organization = useOrganization();
  const { data: tagSets = [] } = useTagSets(organizationId);
  const whereOf = ({ path, tagIds }: Part): string =>
    tagIds
      ? `Whatever is tagged ${filterWords(tagSets, tagIds) ?? path}, now or later`
      : path || `Everywhere in ${organization?.name ?? 'the organization'}`;
  const query = useQuery({
    ...orpc.invitation.preview.queryOptions({ input: { organizationId, roleId, extras, grants } }),
    enabled: roleId !== '',
    retry: false,
  });
  return (
    <section aria-label="What they will be able to do" className="rounded border border-line px-3 py-2">
      <h3 className="font-medium text-secondary text-sm">What they will be able to do</h3>
      {/* what was offered before says nothing of what is refused now */}
      <Loaded query={query.error ? { ...query, data: undefined } : query} doing="Working it out">
        {(parts) => (
          <>
            {parts.map((part) => (
              <Place key={keyOf(part)} part={part} where={whereOf(part)} />
            ))}
            {parts.length === 0 && <NothingYet />}
          </>
        )}
      </Loaded>
    </section>
  );
};

function NothingYet() {
  return (
    <p className="text-secondary">
      Nothing yet: this role holds only where a grant says so. Choose a project, an environment or tags above,
      or grant it later.
    </p>
  );
}
