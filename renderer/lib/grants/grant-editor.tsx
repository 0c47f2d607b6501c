import { useQuery } from '@tanstack/react-query';
import { FolderKey, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { GitProvider } from '#shared/contract/git-provider.ts';
import type { Grant } from '#shared/contract/grant.ts';
import type { TagSet } from '#shared/contract/tag.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { CheckTree } from '../../ui/form/check-tree.tsx';
import { fieldClasses } from '../../ui/form/text-field.tsx';
import type { Reason } from '../../ui/reason.ts';
import { CreateMissing } from '../create-missing.tsx';
import { orpc } from '../host/rpc.ts';
import { useTagSets } from '../tags/use-tag-sets.ts';
import { indexOf, useTree } from '../tree/use-tree.ts';
import { type GrantEdits, giveGrant, shownGrants, toggleNode } from './grant-edits.ts';
import { GrantList } from './grant-list.tsx';
import { markIndexOf } from './grant-marks.ts';
import { fittingNodes, grantRows } from './grant-rows.ts';
import { type ScopeNode, scopeIndexOf } from './scope-index.ts';
import { TagGrantButton } from './tag-grant-dialog.tsx';

interface GrantEditorProps {
  readonly organizationId: string;
  /** Whose grants, such as `Mia`. */
  readonly holder: string;
  readonly saved: readonly Grant[];
  readonly edits: GrantEdits;
  readonly onChange: (edits: GrantEdits) => void;
  /** What a grant without a role of its own gives: `own role (Member)`. */
  readonly ownRoleLabel: string;
  readonly lockedReason: Reason | undefined;
  /** Leaves room for what else a dialog shows. */
  readonly isInDialog?: boolean;
}

const none: readonly TreeNode[] = [];
const noSets: readonly TagSet[] = [];

/** Open at first is what leads to a grant. */
const useOpenNodes = (marked: ReadonlySet<string>) => {
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const open = useMemo(() => {
    const ids = new Set(marked);
    for (const [id, isOpen] of touched) isOpen ? ids.add(id) : ids.delete(id);
    return ids;
  }, [marked, touched]);
  const setOpen = (id: string, isOpen: boolean): void =>
    setTouched((before) => new Map([...before, [id, isOpen]]));
  return [open, setOpen] as const;
};

const noProviders: readonly ScopeNode[] = [];

/** The git providers that the reader may give: those that they may use themselves. */
const useGitProviders = (organizationId: string): readonly ScopeNode[] => {
  const { data = noProviders } = useQuery({
    ...orpc.gitProvider.list.queryOptions({ input: { organizationId } }),
    retry: false,
    select: toScopes,
  });
  return data;
};

const toScopes = (providers: readonly GitProvider[]): readonly ScopeNode[] =>
  providers.map(({ id, name, organizationId }) => ({
    id,
    name,
    kind: 'gitProvider',
    parentId: organizationId,
    state: 'none',
  }));

/** Where somebody has access, as a tree with check boxes, and each grant's role and end beside it. */
export const GrantEditor = (props: GrantEditorProps) => {
  const { organizationId, holder, saved, edits, onChange, ownRoleLabel, lockedReason } = props;
  const { data: nodes = none } = useTree(organizationId);
  const { data: tagSets = noSets } = useTagSets(organizationId);
  const [filter, setFilter] = useState('');
  const beside = useGitProviders(organizationId);
  const index = useMemo(
    () => scopeIndexOf(indexOf(nodes), { organizationId, beside }),
    [nodes, organizationId, beside],
  );
  const shown = useMemo(() => shownGrants(saved, edits), [saved, edits]);
  const marks = useMemo(() => markIndexOf(index.byId, shown, saved), [index, shown, saved]);
  const [open, setOpen] = useOpenNodes(marks.above);
  const rows = useMemo(
    () =>
      grantRows({
        organizationId,
        index,
        marks,
        open,
        fitting: fittingNodes(index, filter),
        lockedReason,
      }),
    [organizationId, index, marks, open, filter, lockedReason],
  );
  if (nodes.length + beside.length < 2)
    return (
      <EmptyState
        icon={FolderKey}
        title="Nothing to grant yet"
        action={
          <span className="flex gap-2">
            <CreateMissing kind="project" organizationId={organizationId} />
            <CreateMissing kind="server" organizationId={organizationId} />
          </span>
        }
      >
        Grants are given on projects, environments, services, servers and git providers. Make one here and
        come back.
      </EmptyState>
    );
  return (
    <div
      className={classNames(
        'grid min-h-0 gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]',
        props.isInDialog ? 'auto-rows-[13rem]' : 'auto-rows-[20rem]',
      )}
    >
      <div className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line">
        <div className="relative border-line border-b p-1.5">
          <Search aria-hidden className="pointer-events-none absolute top-3.5 left-3.5 size-3.5 text-muted" />
          <input
            type="search"
            aria-label="Filter what can be granted"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            // in a dialog it would send the form
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            className={`${fieldClasses} h-7 pl-7`}
          />
        </div>
        <div className="min-h-0 flex-1">
          <CheckTree
            label={`Grants of ${holder}`}
            rows={rows}
            onToggle={(id) => onChange(toggleNode(saved, edits, id))}
            onOpenChange={setOpen}
          />
        </div>
      </div>
      <GrantList
        organizationId={organizationId}
        byId={index.byId}
        shown={shown}
        byTeams={saved.filter(({ team }) => team)}
        edits={edits}
        onChange={onChange}
        ownRoleLabel={ownRoleLabel}
        lockedReason={lockedReason}
        tagSets={tagSets}
        footer={
          <TagGrantButton
            organizationId={organizationId}
            holder={holder}
            ownRoleLabel={ownRoleLabel}
            lockedReason={lockedReason}
            onGive={(tagIds, terms) => onChange(giveGrant(edits, { tagIds }, terms))}
          />
        }
      />
    </div>
  );
};
