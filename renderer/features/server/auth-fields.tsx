import { useQuery } from '@tanstack/react-query';
import { ClipboardPaste, FileKey2, KeyRound, KeySquare, SquareAsterisk } from 'lucide-react';
import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import type { SshKey } from '#shared/contract/ssh-key.ts';
import { useHostRight } from '../../lib/access/host-right.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import type { ServerForm } from './address-form.ts';
import type { AuthForm, AuthType } from './auth-form.ts';

interface AuthFieldsProps {
  readonly organizationId: string;
  readonly type: AuthType;
  readonly onType: (type: AuthType) => void;
  readonly register: UseFormRegister<ServerForm>;
  readonly errors: FieldErrors<AuthForm> | undefined;
}

const options = [
  { value: 'key-file', label: 'Key file', hint: 'Of this machine', icon: FileKey2 },
  { value: 'agent', label: 'ssh-agent', hint: 'Never forwarded', icon: KeyRound },
  { value: 'ssh-key', label: 'SSH key', hint: 'Of the organization', icon: KeySquare },
  { value: 'key', label: 'Paste a key', hint: 'Kept sealed', icon: ClipboardPaste },
  {
    value: 'password',
    label: 'Password, once',
    hint: 'To install a key',
    icon: SquareAsterisk,
  },
] as const;

const Passphrase = ({ register, errors }: Pick<AuthFieldsProps, 'register' | 'errors'>) => (
  <TextField
    label="Passphrase of the key"
    type="password"
    hint="Leave it empty where the key has none."
    autoComplete="new-password"
    error={errors?.passphrase?.message}
    {...register('auth.passphrase')}
  />
);

const ofMachine: ReadonlySet<AuthType> = new Set(['key-file', 'agent']);

const noKeys: readonly SshKey[] = [];

/** The SSH keys of the organization, as far as the reader may read them. */
const useSshKeys = (organizationId: string): readonly SshKey[] => {
  const { allowed } = usePermission('sshKey.read', organizationId);
  const query = useQuery(orpc.sshKey.list.queryOptions({ input: { organizationId }, enabled: allowed }));
  return query.data ?? noKeys;
};

interface KeyChoiceProps extends Pick<AuthFieldsProps, 'register' | 'errors'> {
  readonly label: string;
  /** What choosing none of them means. */
  readonly none: string;
  readonly keys: readonly SshKey[];
}

const KeyChoice = ({ label, none, keys, register, errors }: KeyChoiceProps) => (
  <SelectField
    label={label}
    error={errors?.sshKeyId?.message}
    options={[
      { value: '', label: none },
      ...keys.map(({ id, name, type }) => ({ value: id, label: `${name} (${type})` })),
    ]}
    {...register('auth.sshKeyId')}
  />
);

/** The ways to choose from; those by keys of the host only for whom the operator lets use them, or as they are now. */
const useOptions = (type: AuthType, hasKeys: boolean) => {
  const { allowed } = useHostRight('use-keys');
  return options.filter(
    ({ value }) => value === type || (value === 'ssh-key' ? hasKeys : allowed || !ofMachine.has(value)),
  );
};

/** How to sign in to a server. */
export const AuthFields = ({ organizationId, type, onType, register, errors }: AuthFieldsProps) => {
  const keys = useSshKeys(organizationId);
  return (
    <>
      <RadioCards
        label="Sign in with"
        value={type}
        onChange={onType}
        options={useOptions(type, keys.length > 0)}
      />
      {type === 'key-file' && (
        <>
          <TextField
            label="Path of the private key"
            isMono
            placeholder="~/.ssh/id_ed25519"
            error={errors?.path?.message}
            {...register('auth.path')}
          />
          <Passphrase register={register} errors={errors} />
        </>
      )}
      {type === 'agent' && (
        <TextField
          label="Socket of the agent"
          isMono
          hint="Leave it empty for the agent of this session (SSH_AUTH_SOCK)."
          error={errors?.socket?.message}
          {...register('auth.socket')}
        />
      )}
      {type === 'ssh-key' && (
        <KeyChoice label="SSH key" none="Choose one" keys={keys} register={register} errors={errors} />
      )}
      {type === 'key' && (
        <>
          <TextArea
            label="Private key"
            isMono
            rows={5}
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
            error={errors?.privateKey?.message}
            {...register('auth.privateKey')}
          />
          <Passphrase register={register} errors={errors} />
        </>
      )}
      {type === 'password' && (
        <>
          <TextField
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="Used once to install a key. It is not stored."
            error={errors?.password?.message}
            {...register('auth.password')}
          />
          {keys.length > 0 && (
            <KeyChoice
              label="Key to install"
              none="A new one, of this server alone"
              keys={keys}
              register={register}
              errors={errors}
            />
          )}
        </>
      )}
    </>
  );
};
