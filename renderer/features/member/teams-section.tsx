import type { Member } from '#shared/contract/member.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath, teamPath } from '../../lib/navigation.ts';
import { FormSection } from '../../ui/form/form-section.tsx';

/** The teams a member is in; they are changed where the team is. */
export const TeamsSection = ({ member }: { readonly member: Member }) => (
  <FormSection title="Teams" description="Each brings the team’s grants. A team’s page says who is in it.">
    {member.teams.length === 0 ? (
      <p className="text-secondary">
        In no team.{' '}
        <AppLink to={organizationPath(member.organizationId, 'teams')} className="text-accent underline">
          Go to the teams
        </AppLink>
      </p>
    ) : (
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {member.teams.map(({ id, name }) => (
          <li key={id}>
            <AppLink to={teamPath(member.organizationId, id)} className="text-accent underline">
              {name}
            </AppLink>
          </li>
        ))}
      </ul>
    )}
  </FormSection>
);
