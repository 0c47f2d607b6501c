import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search, Users } from 'lucide-react';
import { type ComponentType, type ReactNode, useMemo, useState } from 'react';
import { type Member, MemberOrder } from '#shared/contract/member.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { activityFreshness } from '../../lib/last-activity.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { fieldClasses } from '../../ui/form/text-field.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { filterMembers, type MemberFilter, touchable } from './member-words.ts';
import { MembersTable } from './members-table.tsx';

interface MembersPageProps {
  readonly organizationId: string;
  /** The buttons that bring new people in. */
  readonly Extra?: ComponentType<{ readonly organizationId: string }> | undefined;
}

const none: readonly Member[] = [];
const nobody: ReadonlySet<string> = new Set();

const FilterRow = (props: {
  readonly text: string;
  readonly state: MemberFilter;
  readonly order: MemberOrder;
  readonly onOrder: (order: MemberOrder) => void;
  readonly onText: (text: string) => void;
  readonly onState: (state: MemberFilter) => void;
  readonly actions: ReactNode;
}) => (
  <div className="flex flex-wrap items-center gap-2">
    <div className="relative w-56">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-muted" />
      <input
        type="search"
        aria-label="Filter members"
        placeholder="Name, address, role or team"
        value={props.text}
        onChange={(event) => props.onText(event.target.value)}
        className={`${fieldClasses} h-7 pl-7`}
      />
    </div>
    <InlineSelect
      label="Status"
      width="8rem"
      value={props.state}
      onChange={(value) => props.onState(value === 'active' || value === 'suspended' ? value : 'all')}
    >
      <option value="all">Everybody</option>
      <option value="active">Active</option>
      <option value="suspended">Suspended</option>
    </InlineSelect>
    <InlineSelect
      label="Order"
      width="8rem"
      value={props.order}
      onChange={(value) => props.onOrder(MemberOrder.catch('name').parse(value))}
    >
      <option value="name">By name</option>
      <option value="newest">Newest first</option>
      <option value="oldest">Oldest first</option>
    </InlineSelect>
    <div className="flex-1" />
    {props.actions}
  </div>
);

const FewMembers = () => (
  <p className="rounded border border-line bg-panel px-3 py-2 text-secondary">
    You are alone here. Invite somebody with the role Member and grant them one environment: they see that and
    nothing else.
  </p>
);

const NobodyFits = () => (
  <EmptyState icon={Users} title="Nobody fits">
    No name, address, role or team holds all of these words. Clear the filter to see everybody.
  </EmptyState>
);

/** Everybody in the organization, and what can be done to many of them at once. */
export const MembersPage = ({ organizationId, Extra }: MembersPageProps) => {
  const [text, setText] = useState('');
  const [state, setState] = useState<MemberFilter>('all');
  const [sort, setSort] = useState<MemberOrder>('name');
  const [selected, setSelected] = useState(nobody);
  const query = useQuery(
    orpc.member.list.queryOptions({
      input: { organizationId, sort },
      placeholderData: keepPreviousData,
      ...activityFreshness,
    }),
  );
  const members = query.data ?? none;
  const shown = useMemo(() => filterMembers(members, text, state), [members, text, state]);
  const offered = useMemo(() => touchable(shown), [shown]);
  const chosen = useMemo(() => members.filter(({ id }) => selected.has(id)), [members, selected]);
  const areAllChosen = offered.length > 0 && offered.every(({ id }) => selected.has(id));
  const toggle = (id: string): void =>
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <ResourcePage
      query={query}
      what="the members"
      layout="fill"
      above={
        <FilterRow
          text={text}
          state={state}
          order={sort}
          onText={setText}
          onState={setState}
          onOrder={setSort}
          actions={Extra && <Extra organizationId={organizationId} />}
        />
      }
    >
      {({ length }) => (
        <>
          {length === 1 && <FewMembers />}
          <div className="flex min-h-7 items-center gap-3">
            <Checkbox
              label={`Select ${shown.length === members.length ? 'all' : 'all shown'} (${offered.length})`}
              isChecked={areAllChosen}
              disabledReason={offered.length === 0 ? 'Nobody here can be changed by you.' : undefined}
              onChange={(isOn) => setSelected(isOn ? new Set(offered.map(({ id }) => id)) : nobody)}
            />
            <BulkBar organizationId={organizationId} members={chosen} onDone={() => setSelected(nobody)} />
          </div>
          <div className="min-h-0 flex-1 overflow-hidden rounded-lg border border-line">
            <MembersTable
              key={`${state} ${sort} ${text}`}
              organizationId={organizationId}
              members={shown}
              selected={selected}
              onToggle={toggle}
              empty={<NobodyFits />}
            />
          </div>
        </>
      )}
    </ResourcePage>
  );
};
