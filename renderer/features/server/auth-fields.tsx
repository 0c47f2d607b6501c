import { ClipboardPaste, FileKey2, KeyRound, SquareAsterisk } from 'lucide-react';
import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { useHostRight } from '../../lib/access/host-right.ts';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import type { ServerForm } from './address-form.ts';
import type { AuthForm, AuthType } from './auth-form.ts';

interface AuthFieldsProps {
  readonly type: AuthType;
  readonly onType: (type: AuthType) => void;
  readonly register: UseFormRegister<ServerForm>;
  readonly errors: FieldErrors<AuthForm> | undefined;
}

const options = [
  { value: 'key-file', label: 'Key file', hint: 'Of this machine', icon: FileKey2 },
  { value: 'agent', label: 'ssh-agent', hint: 'Never forwarded', icon: KeyRound },
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

/** The ways to choose from; those by keys of the host only for whom the operator lets use them, or as they are now. */
const useOptions = (type: AuthType) => {
  const { allowed } = useHostRight('use-keys');
  return options.filter(({ value }) => allowed || value === type || !ofMachine.has(value));
};

/** How to sign in to a server. */
export const AuthFields = ({ type, onType, register, errors }: AuthFieldsProps) => (
  <>
    <RadioCards label="Sign in with" value={type} onChange={onType} options={useOptions(type)} />
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
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="Used once to install a key made for this server. It is not stored."
        error={errors?.password?.message}
        {...register('auth.password')}
      />
    )}
  </>
);
