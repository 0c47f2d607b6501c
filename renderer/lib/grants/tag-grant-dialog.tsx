import { useQuery } from '@tanstack/react-query';
import { Tag } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import type { Reason } from '../../ui/reason.ts';
import { roleOptions, useAssignableRoles } from '../access/use-assignable-roles.ts';
import { AppLink } from '../app-link.tsx';
import { Loaded } from '../frames/loaded.tsx';
import { orpc } from '../host/rpc.ts';
import { organizationPath } from '../navigation.ts';
import { TagToggles } from '../tags/tag-toggles.tsx';
import { useTagSets } from '../tags/use-tag-sets.ts';
import { usePermission } from '../use-permission.ts';
import { dayOf, endOfDay } from './end-date.ts';
import type { GrantTerms } from './grant-edits.ts';

interface TagGrantProps {
  readonly organizationId: string;
  readonly holder: string;
  readonly ownRoleLabel: string;
  readonly onGive: (tagIds: readonly string[], terms: GrantTerms) => void;
}

const shownMatches = 8;

interface MatchesProps {
  readonly organizationId: string;
  readonly tagIds: readonly string[];
}

/** What the chosen tags open at this moment. */
const Matches = ({ organizationId, tagIds }: MatchesProps) => {
  const query = useQuery(
    orpc.tag.matches.queryOptions({
      input: { organizationId, tagIds: [...tagIds] },
      enabled: tagIds.length > 0,
      placeholderData: (before) => before,
    }),
  );
  if (tagIds.length === 0) return <p className="text-secondary">Choose one tag or more.</p>;
  return (
    <Loaded query={query} doing="Looking what carries them">
      {(found) => <Found found={found} />}
    </Loaded>
  );
};

function Found({ found }: { readonly found: readonly { id: string; kind: string; path: string }[] }) {
  const more = found.length - shownMatches;
  return (
    <>
      <p role="status" className="font-medium">
        {found.length === 0 ? 'Nothing carries them now' : `Opens ${found.length} now, with all below`}
      </p>
      <ul aria-label="What carries the tags" className="text-secondary">
        {found.slice(0, shownMatches).map(({ id, kind, path }) => (
          <li key={id} className="truncate">
            {path} <span className="text-muted">{kind}</span>
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
    </>
  );
}

const NoSets = ({ organizationId }: { readonly organizationId: string }) => (
  <p className="text-secondary">
    There are no tags yet.{' '}
    <AppLink to={organizationPath(organizationId, 'tags')} className="text-accent underline">
      Make some
    </AppLink>{' '}
    and put them on projects, environments, services and servers.
  </p>
);

const TagGrantDialog = (props: TagGrantProps & { readonly onClose: () => void }) => {
  const { organizationId, holder, ownRoleLabel, onGive, onClose } = props;
  const sets = useTagSets(organizationId);
  const roles = useAssignableRoles(organizationId);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [terms, setTerms] = useState<GrantTerms>({ roleId: null, endsAt: null });
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <FormDialog
      title={`Grant by tags to ${holder}`}
      description="Opens whatever carries one of the chosen tags of each set, also what gets them later."
      submitLabel="Add the grant"
      width="lg"
      error={undefined}
      isSubmitDisabled={chosen.length === 0}
      onSubmit={() => {
        onGive(chosen, terms);
        onClose();
      }}
      onClose={onClose}
    >
      <Loaded query={sets} doing="Loading the tags">
        {(loaded) => (
          <>
            {loaded.length === 0 && <NoSets organizationId={organizationId} />}
            {loaded.map((set) => (
              <TagToggles key={set.id} set={set} chosen={chosen} onToggle={toggle} />
            ))}
          </>
        )}
      </Loaded>
      <section aria-label="What they open now" className="rounded border border-line px-3 py-2">
        <Matches organizationId={organizationId} tagIds={chosen} />
      </section>
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Role there"
          value={terms.roleId ?? ''}
          onChange={(event) => setTerms({ ...terms, roleId: event.target.value || null })}
          options={[{ value: '', label: ownRoleLabel }, ...roleOptions(roles, null)]}
        />
        <TextField
          label="Last day (optional)"
          type="date"
          value={dayOf(terms.endsAt)}
          min={dayOf(new Date().toISOString())}
          onChange={(event) => setTerms({ ...terms, endsAt: endOfDay(event.target.value) })}
        />
      </div>
    </FormDialog>
  );
};

/** Gives a grant on whatever carries tags, from a dialog. */
export const TagGrantButton = (props: TagGrantProps & { readonly lockedReason: Reason | undefined }) => {
  const { lockedReason, ...rest } = props;
  const { reason } = usePermission('tagSet.read', props.organizationId);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={Tag} disabledReason={lockedReason ?? reason} onClick={() => setOpen(true)}>
        Grant by tags…
      </Button>
      {isOpen && <TagGrantDialog {...rest} onClose={() => setOpen(false)} />}
    </>
  );
};
