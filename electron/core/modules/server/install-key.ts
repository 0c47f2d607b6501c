import { execOrThrow } from '../../remote/ssh/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** Reads one line from its input and makes it a line of authorized_keys, once, with the modes that sshd demands. */
const script = `
set -eu
umask 077
IFS= read -r line
cd
[ -d .ssh ] || mkdir .ssh
chmod go-rwx .ssh
keys=.ssh/authorized_keys
[ -e "$keys" ] || : >"$keys"
chmod go-rwx "$keys"
grep -qxF -e "$line" "$keys" && exit 0
if [ -s "$keys" ] && [ "$(tail -c 1 "$keys" | wc -l)" -eq 0 ]; then echo >>"$keys"; fi
printf '%s\\n' "$line" >>"$keys"
`;

/** Adds a public key to the signed-in user's authorized_keys; what is in there stays. */
export const installKey = async (connection: SshConnection, publicKey: string): Promise<void> => {
  await execOrThrow(connection, ['sh', '-c', script], {
    stdin: `${publicKey}\n`,
    timeoutMs: 20_000,
    action: 'Installing a key in ~/.ssh/authorized_keys',
    cure: 'Check that this user may run commands and owns a writable home folder.',
  });
};
