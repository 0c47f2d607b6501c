import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { SshKeyParts } from './context.ts';
import { createSshKey } from './create.ts';
import { deleteSshKey } from './delete.ts';
import { sshKeyOf, sshKeysOf } from './queries.ts';
import { rotateSshKey } from './rotate.ts';
import { trySshKey } from './try-key.ts';
import { usageOf } from './uses.ts';

export function createSshKeyRouter({
  rpc: plain,
  host,
  servers,
}: SshKeyParts & { readonly rpc: Rpc }): RouterOf<Contract['sshKey']> {
  const rpc = withParts(plain, { host, servers });
  return {
    list: rpc.sshKey.list.handler(({ input, context }) => sshKeysOf(context.store, input.organizationId)),
    create: rpc.sshKey.create.handler(({ input, context }) => createSshKey(context, input)),
    get: rpc.sshKey.get.handler(({ input, context }) => sshKeyOf(context.store, input.sshKeyId)),
    usage: rpc.sshKey.usage.handler(({ input, context }) => usageOf(context, input.sshKeyId)),
    test: rpc.sshKey.test.handler(({ input, context }) => trySshKey(context, input)),
    rotate: rpc.sshKey.rotate.handler(({ input, context }) => rotateSshKey(context, input)),
    delete: rpc.sshKey.delete.handler(({ input, context }) => deleteSshKey(context, input.sshKeyId)),
  };
}
