import { useState } from 'react';
import type { OwnAccount } from '#shared/contract/session.ts';
import { counted } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DisableTwoFactor } from './disable-two-factor.tsx';
import { EnableTwoFactor } from './enable-two-factor.tsx';

/** An authenticator app as second factor. */
export const TwoFactorSection = ({ account }: { readonly account: OwnAccount }) => {
  const [open, setOpen] = useState<'enable' | 'disable'>();
  const { hasPassword, hasTwoFactor, recoveryCodesLeft } = account;
  const close = (): void => setOpen(undefined);
  return (
    <FormSection
      title="Two-factor sign-in"
      description={
        hasTwoFactor
          ? `On. Signing in asks for a code of your authenticator. ${counted(recoveryCodesLeft, 'recovery code is', 'recovery codes are')} left.`
          : 'Signing in then asks for a code of an authenticator app as well.'
      }
    >
      {hasTwoFactor && recoveryCodesLeft < 3 && (
        <Notice tone="warning">Few recovery codes are left. Turn it off and on again to get new ones.</Notice>
      )}
      <div>
        {hasTwoFactor ? (
          <Button onClick={() => setOpen('disable')}>Turn off…</Button>
        ) : (
          <Button
            disabledReason={hasPassword ? undefined : 'Set a password first.'}
            onClick={() => setOpen('enable')}
          >
            Set up…
          </Button>
        )}
      </div>
      {open === 'enable' && <EnableTwoFactor onClose={close} />}
      {open === 'disable' && <DisableTwoFactor onClose={close} />}
    </FormSection>
  );
};
