import { InvitationFile, type NewInvitation } from '#shared/contract/invitation.ts';

/** Far more than any real one has. */
const sizeLimit = 8 * 1024;

/** The whole address of an invitation, on the host that this page came from. */
export const invitationLink = (path: string): string => new URL(path, location.origin).href;

/**
 * Whether an address leads each machine to itself, as a host that listens on loopback has it; a desktop has none that
 * others could open either.
 */
export function isForThisMachineOnly(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (!protocol.startsWith('http')) return true;
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || /^127(\.\d+){3}$|^\[::1\]$/.test(hostname)
  );
}

/** What is saved as `acme.quayside-invitation`. A desktop has no address that others could open. */
export const invitationFile = (
  { invitation, secret }: NewInvitation,
  organization: string,
): { name: string; text: string } => {
  const file: InvitationFile = {
    version: 1,
    ...(location.protocol.startsWith('http') ? { url: location.origin } : {}),
    secret,
    organization,
    email: invitation.email,
    expiresAt: invitation.expiresAt,
  };
  const slug = organization
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return { name: `${slug || 'organization'}.quayside-invitation`, text: JSON.stringify(file, null, 2) };
};

const secretOfJson = (text: string): string | undefined => {
  try {
    return InvitationFile.safeParse(JSON.parse(text)).data?.secret;
  } catch {
    return undefined;
  }
};

/** Reads what somebody opened or pasted, a link, a secret or a file's text; undefined for anything else. */
export const readInvitation = (text: string): string | undefined => {
  if (text.length > sizeLimit) return undefined;
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return secretOfJson(trimmed);
  const linked = /[#&]invitation=([\w-]{43})(?:&|$)/.exec(trimmed)?.[1];
  return linked ?? /^[\w-]{43}$/.exec(trimmed)?.[0];
};

/** Reads an invitation file, of which no more than a few kilobytes are looked at. */
export const readInvitationFile = async (file: File): Promise<string | undefined> =>
  file.size > sizeLimit ? undefined : readInvitation(await file.text());
