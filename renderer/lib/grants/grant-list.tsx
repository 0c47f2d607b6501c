import { Plus, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Grant } from '#shared/contract/grant.ts';
import type { TagSet } from '#shared/contract/tag.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { fieldClasses } from '../../ui/form/text-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { roleOptions, useAssignableRoles } from '../access/use-assignable-roles.ts';
import { age } from '../format.ts';
import { lastUse } from '../last-activity.ts';
import { filterWords } from '../tags/tag-sets.ts';
import { namesTo } from '../tree/names-to.ts';
import { dayOf, endOfDay } from './end-date.ts';
import {
  type GrantEdits,
  giveGrant,
  isKept,
  keepGrant,
  placeOf,
  type ShownGrant,
  setTerms,
  takeGrant,
} from './grant-edits.ts';
import type { ScopeNode } from './scope-index.ts';

interface GrantListProps {
  readonly organizationId: string;
  readonly byId: ReadonlyMap<string, ScopeNode>;
  readonly tagSets: readonly TagSet[];
  readonly shown: readonly ShownGrant[];
  readonly byTeams: readonly Grant[];
  readonly edits: GrantEdits;
  readonly onChange: (edits: GrantEdits) => void;
  readonly ownRoleLabel: string;
  readonly lockedReason: Reason | undefined;
  /** Below the list. */
  readonly footer?: ReactNode;
}

type Scopes = Pick<GrantListProps, 'byId' | 'tagSets'>;

interface LineProps extends Omit<GrantListProps, 'shown' | 'byTeams'> {
  readonly grant: ShownGrant;
}

const compact = `${fieldClasses} h-6 text-sm`;

const hidden = 'something that you may not see';

const tagsWords = (tagSets: readonly TagSet[], tagIds: readonly string[] | undefined): string | undefined =>
  tagIds && filterWords(tagSets, tagIds);

const whereOf = ({ nodeId, tagIds, saved }: ShownGrant, { byId, tagSets }: Scopes): string => {
  if (nodeId && byId.has(nodeId)) return namesTo(byId, nodeId).join('/');
  const tags = tagsWords(tagSets, tagIds) ?? (saved?.scope.kind === 'tags' && (saved.scope.path ?? 'unseen'));
  return tags ? `tagged ${tags}` : (saved?.scope.path ?? hidden);
};

const columns = 'grid grid-cols-[minmax(0,1fr)_9rem_8.25rem_3rem] gap-x-2 gap-y-0.5';

const aboutText = ({ givenBy, givenAt, usedAt }: Grant): string =>
  [
    usedAt ? `last used ${lastUse({ usedAt, givenAt })}` : 'never used',
    `given ${age(givenAt)}${givenBy ? ` by ${givenBy}` : ''}`,
  ].join(', ');

const RoleSelect = ({ grant, organizationId, edits, onChange, ownRoleLabel, lockedReason }: LineProps) => {
  const roles = useAssignableRoles(organizationId, grant.nodeId);
  return (
    <select
      aria-label="Role of the grant"
      value={grant.roleId ?? ''}
      disabled={lockedReason !== undefined || !isKept(grant)}
      onChange={(event) => {
        onChange(setTerms(edits, grant, { roleId: event.target.value || null, endsAt: grant.endsAt }));
      }}
      className={compact}
    >
      <option value="">{ownRoleLabel}</option>
      {roleOptions(roles, grant.saved?.role).map(({ value, label, disabled }) => (
        <option key={value} value={value} disabled={disabled}>
          {label}
        </option>
      ))}
    </select>
  );
};

const EndField = ({ grant, edits, onChange, lockedReason }: LineProps) => (
  <input
    type="date"
    aria-label="Last day of the grant"
    title={grant.endsAt ? 'Last day' : 'No end: holds until somebody takes it'}
    value={dayOf(grant.endsAt)}
    min={dayOf(new Date().toISOString())}
    disabled={lockedReason !== undefined || !isKept(grant)}
    onChange={(event) => {
      onChange(setTerms(edits, grant, { roleId: grant.roleId, endsAt: endOfDay(event.target.value) }));
    }}
    className={compact}
  />
);

const Line = (props: LineProps) => {
  const { grant, edits, onChange, lockedReason } = props;
  const where = whereOf(grant, props);
  const place = placeOf(grant);
  return (
    <li
      aria-label={`Grant on ${where}`}
      className={classNames(columns, 'items-center border-line border-b px-3 py-1.5')}
    >
      <p
        title={where}
        className={classNames(
          grant.tagIds ? 'break-words' : 'truncate',
          !isKept(grant) && 'text-muted line-through',
        )}
      >
        {where}
      </p>
      <RoleSelect {...props} />
      <EndField {...props} />
      <div className="flex justify-end">
        {isKept(grant) && place && (
          <IconButton
            label={`Another role on ${where}`}
            icon={Plus}
            size="sm"
            disabledReason={lockedReason}
            onClick={() => onChange(giveGrant(edits, place))}
          />
        )}
        {isKept(grant) ? (
          <IconButton
            label={`Take the grant on ${where}`}
            icon={X}
            size="sm"
            disabledReason={lockedReason}
            onClick={() => onChange(takeGrant(edits, grant))}
          />
        ) : (
          <IconButton
            label={`Leave the grant on ${where}`}
            icon={Undo2}
            size="sm"
            onClick={() => onChange(keepGrant(edits, grant))}
          />
        )}
      </div>
      <p className="col-span-full flex items-center gap-1.5 truncate text-muted text-sm">
        {grant.change && <Badge tone="accent">{grant.change}</Badge>}
        {grant.saved?.isOver && <Badge tone="degraded">has ended</Badge>}
        {grant.saved && aboutText(grant.saved)}
      </p>
    </li>
  );
};

const teamWhere = ({ scope }: Grant, tagSets: readonly TagSet[]): string => {
  const where = tagsWords(tagSets, scope.tagIds) ?? scope.path ?? hidden;
  return scope.kind === 'tags' ? `tagged ${where}` : where;
};

const TeamLine = ({ grant, tagSets }: { readonly grant: Grant; readonly tagSets: readonly TagSet[] }) => (
  <li className={classNames(columns, 'items-center border-line border-b px-3 py-1.5 text-secondary')}>
    <span className="truncate">{teamWhere(grant, tagSets)}</span>
    <span className="truncate text-sm">{grant.role?.name ?? 'own role'}</span>
    <span className="truncate text-sm">{grant.endsAt ? `until ${dayOf(grant.endsAt)}` : 'no end'}</span>
    <span className="truncate text-right text-sm" title={`by team ${grant.team?.name ?? ''}`}>
      {grant.team?.name ?? 'a team'}
    </span>
  </li>
);

/** Each grant with its role and end, and what comes by teams. */
export const GrantList = ({ shown, byTeams, footer, ...rest }: GrantListProps) => (
  <div className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line">
    <div className={classNames(columns, 'border-line border-b px-3 py-1 text-muted text-sm')}>
      <span>Grant</span>
      <span>Role there</span>
      <span>Last day</span>
      <span />
    </div>
    <div className="min-h-0 flex-1 overflow-y-auto">
      {shown.length + byTeams.length === 0 && (
        <p className="px-3 py-4 text-secondary">
          No grants. Check something in the tree: it is opened with everything below it.
        </p>
      )}
      <ul aria-label="Grants given here">
        {shown.map((grant) => (
          <Line key={grant.key} grant={grant} {...rest} />
        ))}
      </ul>
      {byTeams.length > 0 && (
        <>
          <p className="bg-panel px-3 py-1 text-muted text-sm">By teams, changed on the team’s page</p>
          <ul aria-label="Grants by teams">
            {byTeams.map((grant) => (
              <TeamLine key={grant.id} grant={grant} tagSets={rest.tagSets} />
            ))}
          </ul>
        </>
      )}
    </div>
    {footer && <div className="border-line border-t p-1.5">{footer}</div>}
  </div>
);
