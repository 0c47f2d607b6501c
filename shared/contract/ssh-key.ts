import * as z from 'zod';
import { Instant, idOf, Name } from './fields.ts';
import { resource } from './resource.ts';

/** What a key pair that is made here can be. */
export const sshKeyAlgorithms = ['ed25519', 'rsa-4096'] as const;
export type SshKeyAlgorithm = (typeof sshKeyAlgorithms)[number];

export const SshKey = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  /** As OpenSSH calls it, such as ssh-ed25519. */
  type: z.string(),
  /** The line for authorized_keys. */
  publicKey: z.string(),
  fingerprint: z.string(),
  /** The public half of before, as long as a rotation is open; null otherwise. */
  previousPublicKey: z.string().nullable(),
  rotatedAt: Instant.nullable(),
  createdAt: Instant,
});
export type SshKey = z.infer<typeof SshKey>;

/** A server that signs in by a key, or a service that fetches its source by it. */
export const SshKeyUse = z.object({
  kind: z.enum(['server', 'service']),
  id: z.string(),
  /** `harbour`, or `shop/production/web`, as far as the caller sees it. */
  path: z.string(),
  /** `leaving`: it uses the new half already, and the old one still opens the server. */
  uses: z.enum(['current', 'previous', 'leaving', 'both']),
});
export type SshKeyUse = z.infer<typeof SshKeyUse>;

/** What became of one server in a rotation. */
export const RotatedServer = z.object({
  serverId: z.string(),
  name: z.string(),
  isDone: z.boolean(),
  /** Why it is not done, and by which half it signs in meanwhile; empty for one that is. */
  problem: z.string(),
});
export type RotatedServer = z.infer<typeof RotatedServer>;

const sshKey = resource('sshKey', { parent: 'organization' });

export const sshKeyContract = {
  list: sshKey.under('read', {
    summary: 'List the SSH keys that servers and services of an organization use',
    effect: 'read',
    output: z.array(SshKey),
  }),
  create: sshKey.under('create', {
    summary: 'Make an SSH key, or take over one that is there',
    effect: 'start',
    input: {
      name: Name,
      /** Of a new pair; not with a private key. */
      algorithm: z.enum(sshKeyAlgorithms).optional(),
      /** OpenSSH, PEM or PPK; kept sealed, and without its pass phrase. */
      privateKey: z.string().min(1, 'must not be empty').max(16_384).optional(),
      passphrase: z.string().max(1_024).optional(),
    },
    output: SshKey,
  }),
  get: sshKey.on('read', { summary: 'Show an SSH key: its public half', effect: 'read', output: SshKey }),
  usage: sshKey.on('read', {
    summary: 'List the servers and services that use an SSH key',
    effect: 'read',
    path: 'usage',
    output: z.array(SshKeyUse),
  }),
  test: sshKey.on('read', {
    summary: 'Try whether a server lets an SSH key in',
    effect: 'act',
    path: 'test',
    input: { serverId: idOf('server', 'server.update') },
    output: z.object({ server: z.string(), tookMs: z.number().int() }),
  }),
  rotate: sshKey.on('create', {
    summary: 'Replace an SSH key on all its servers, or go on with a replacement that is not done',
    effect: 'act',
    path: 'rotate',
    input: {
      /** The repositories of its services know the new public half, so that the old one is forgotten. */
      repositoriesKnow: z.boolean().optional(),
    },
    output: z.object({
      sshKey: SshKey,
      servers: z.array(RotatedServer),
      /** Servers that the caller may not change, or not even see; they keep the old half. */
      others: z.number().int(),
      /** Whether services wait for their repositories to know the new half. */
      servicesWait: z.boolean(),
    }),
  }),
  delete: sshKey.on('delete', {
    summary: 'Delete an SSH key that nothing uses',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
