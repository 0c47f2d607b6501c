import { CodeText } from '../../ui/code-text.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FingerprintCard } from './fingerprint-card.tsx';

export interface ScannedKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly known: 'match' | 'unknown' | 'changed' | 'revoked';
  readonly knownFingerprint?: string | undefined;
}

interface TrustStepProps {
  readonly address: string;
  readonly hostKey: ScannedKey;
  readonly isSure: boolean;
  readonly onSure: (isSure: boolean) => void;
}

const KnownHosts = ({ hostKey, isSure, onSure }: Omit<TrustStepProps, 'address'>) => {
  if (hostKey.known === 'match')
    return (
      <Notice tone="success" title="Your ~/.ssh/known_hosts holds this very key">
        You have trusted it before, so nothing needs comparing.
      </Notice>
    );
  if (hostKey.known === 'revoked')
    return (
      <Notice tone="danger" title="Your ~/.ssh/known_hosts marks this key as revoked">
        Somebody may be in between, or the key was stolen. Ask who runs the server for its new key, and remove
        the line marked @revoked only then.
      </Notice>
    );
  if (hostKey.known === 'changed')
    return (
      <>
        <Notice tone="danger" title="Your ~/.ssh/known_hosts holds another key for this address">
          The server may have been reinstalled, or somebody may be in between. Compare before you go on.
        </Notice>
        {hostKey.knownFingerprint && (
          <FingerprintCard title="In known_hosts" type={undefined} fingerprint={hostKey.knownFingerprint} />
        )}
        <Checkbox
          label="I compared the new fingerprint with the server’s own, and they are equal"
          isChecked={isSure}
          onChange={onSure}
        />
      </>
    );
  return (
    <Notice tone="info" title="This address is not in your ~/.ssh/known_hosts">
      To be sure that nobody is in between, compare the fingerprint with what your provider shows, or run this
      on the server’s console: <CodeText>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</CodeText>
    </Notice>
  );
};

/** Shows the host key before anything is sent to the server. */
export const TrustStep = ({ address, hostKey, isSure, onSure }: TrustStepProps) => (
  <>
    <FingerprintCard
      title={`${address} answers with`}
      type={hostKey.type}
      fingerprint={hostKey.fingerprint}
    />
    <KnownHosts hostKey={hostKey} isSure={isSure} onSure={onSure} />
  </>
);
