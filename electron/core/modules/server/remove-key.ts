import { execOrThrow } from '../../remote/ssh/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/**
 * Reads the base64 of a key from its input and writes authorized_keys anew without the lines that hold it: whole or not
 * at all, so that a full disk leaves the file as it was.
 */
const script = `
set -eu
umask 077
IFS= read -r key
[ -n "$key" ]
cd
keys=.ssh/authorized_keys
[ -e "$keys" ] || exit 0
grep -qF -e "$key" "$keys" || exit 0
keys=$(readlink -f "$keys")
rest=$(mktemp "$keys.XXXXXX")
trap 'rm -f "$rest"' EXIT
grep -vF -e "$key" "$keys" >"$rest" || [ $? -eq 1 ]
sync "$rest" 2>/dev/null || sync
mv -f "$rest" "$keys"
`;

/** Takes a public key out of the signed-in user's authorized_keys, with whatever options its lines have. */
export async function removeKey(connection: SshConnection, publicKey: string): Promise<void> {
  const [, base64 = ''] = publicKey.split(' ');
  await execOrThrow(connection, ['sh', '-c', script], {
    stdin: `${base64}\n`,
    timeoutMs: 20_000,
    action: 'Removing a key from ~/.ssh/authorized_keys',
    cure: 'Check that this user owns a writable ~/.ssh.',
  });
}
