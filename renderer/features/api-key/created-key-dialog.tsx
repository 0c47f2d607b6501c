import type { NewApiKey } from '#shared/contract/api-key.ts';
import { formatInstant } from '../../lib/format.ts';
import { useOrganization, useSession } from '../../lib/session/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Shell lines that use a key without it ever being an argument that others on the machine can read. */
export const exampleOf = (parts: {
  origin: string;
  organizationId: string;
  organization: string;
}): string => {
  const quoted = `'${parts.organization.replaceAll("'", `'\\''`)}'`;
  return [
    'read -rs QUAYSIDE_TOKEN && export QUAYSIDE_TOKEN   # paste the key',
    `export QUAYSIDE_URL=${parts.origin}`,
    '',
    '# the command line',
    `quayside project list ${quoted}`,
    '',
    '# or any HTTP client',
    'curl -H @- <<< "Authorization: Bearer $QUAYSIDE_TOKEN" \\',
    `  "$QUAYSIDE_URL/api/v1/organizations/${parts.organizationId}/projects"`,
  ].join('\n');
};

const Example = ({ organizationId }: { readonly organizationId: string }) => {
  const { data: session } = useSession();
  const organization = useOrganization();
  if (session?.host.kind === 'desktop') {
    return (
      <Notice tone="info">
        This window’s host has no network address. Keys are for a host that runs with{' '}
        <code>npm run serve</code>.
      </Notice>
    );
  }
  const text = exampleOf({
    origin: window.location.origin,
    organizationId,
    organization: organization?.name ?? organizationId,
  });
  return <CodeBlock label="example" text={text} maxHeight={220} />;
};

interface CreatedKeyDialogProps {
  readonly made: NewApiKey;
  readonly onClose: () => void;
}

/** The one time that the secret of a key is shown. */
export const CreatedKeyDialog = ({ made: { key, secret }, onClose }: CreatedKeyDialogProps) => (
  <Dialog
    isOpen
    onClose={onClose}
    width="lg"
    title={key.isToken ? 'Your new token' : `Your new key “${key.name}”`}
    footer={
      <Button variant="primary" onClick={onClose}>
        I have kept it
      </Button>
    }
  >
    <div className="flex flex-col gap-3">
      <Notice tone="warning" title="Copy it now: it is never shown again">
        Whoever has it may do what it may, until it is revoked
        {key.expiresAt ? ` or ends at ${formatInstant(key.expiresAt)}` : ''}. Only its hash is kept here.
      </Notice>
      <CodeBlock label="the key" text={secret} />
      <h3 className="font-semibold">How to use it</h3>
      <Example organizationId={key.organizationId} />
    </div>
  </Dialog>
);
