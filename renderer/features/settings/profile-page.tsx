import { Monitor, Moon, Sun } from 'lucide-react';
import type { ComponentType } from 'react';
import { Inbox } from '../../lib/memberships/inbox.tsx';
import { SuspendedMemberships } from '../../lib/memberships/suspended-memberships.tsx';
import { useSession } from '../../lib/session/use-session.ts';
import { setTheme, useTheme } from '../../state/theme.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { AvatarField } from './avatar-field.tsx';
import { IdleLockSection } from './idle-lock-section.tsx';
import { MyKeysSection } from './my-keys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileForm } from './profile-form.tsx';
import { TwoFactorSection } from './two-factor-section.tsx';

interface ProfilePageProps {
  readonly organizationId: string;
  /** Further ways to sign in, such as identity providers. */
  readonly Extra?: ComponentType<{ readonly organizationId: string }> | undefined;
}

/** Your own profile, how you sign in, and how the window looks. */
export const ProfilePage = ({ organizationId, Extra }: ProfilePageProps) => {
  const { data: session } = useSession();
  const { theme } = useTheme();
  const account = session?.account;
  return (
    <PageBody width="narrow">
      {account && (
        <>
          <FormSection title="Profile" description="Your name is written beside what you do.">
            <AvatarField account={account} />
            <ProfileForm key={account.id} account={account} />
          </FormSection>
          <PasswordSection account={account} />
          <TwoFactorSection account={account} />
          {Extra && <Extra organizationId={organizationId} />}
          <MyKeysSection />
          <IdleLockSection account={account} />
          <FormSection
            title="Invitations"
            description="To your own address, from any organization of this host."
          >
            <Inbox />
          </FormSection>
          {session.suspendedIn.length > 0 && (
            <FormSection title="Suspended memberships" description="You hold nothing there until restored.">
              <SuspendedMemberships organizations={session.suspendedIn} />
            </FormSection>
          )}
        </>
      )}
      <FormSection title="Appearance">
        <RadioCards
          label="Theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: 'System', hint: 'As your desktop is set', icon: Monitor },
            { value: 'light', label: 'Light', icon: Sun },
            { value: 'dark', label: 'Dark', icon: Moon },
          ]}
        />
      </FormSection>
    </PageBody>
  );
};
