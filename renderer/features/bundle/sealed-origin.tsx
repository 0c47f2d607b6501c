import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SealedImport } from '#shared/contract/bundle.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';

type Issuer = NonNullable<SealedImport['issuer']>;

/** Whose a bundle is, or why it is not opened; from an issuer whom nobody trusts yet, with the way to it. */
export const SealedOrigin = ({
  found: { refused, issuer, origin },
  onTrusted,
}: {
  readonly found: Pick<SealedImport, 'refused' | 'issuer' | 'origin'>;
  readonly onTrusted: () => void;
}) => {
  if (origin && issuer)
    return (
      <Notice tone="info" title={`Bundle ${origin.sequence} of ${issuer.name}`}>
        About {origin.organizationName}, to be imported until {new Date(origin.validTo).toLocaleString()}. No
        secret is in it.
      </Notice>
    );
  if (!refused) return null;
  if (refused.reason === 'unknownIssuer' && issuer)
    return <TrustIssuer key={issuer.fingerprint} issuer={issuer} onTrusted={onTrusted} />;
  return (
    <Notice tone="danger" title="This bundle is refused">
      {refused.field}: {refused.message}.
    </Notice>
  );
};

/** The fingerprint is typed as the issuer told it, and the host compares: a glance is not what counts. */
const TrustIssuer = ({ issuer, onTrusted }: { readonly issuer: Issuer; readonly onTrusted: () => void }) => {
  const [told, setTold] = useState('');
  const client = useQueryClient();
  const trust = useMutation({
    mutationFn: () => rpc.identity.trust({ ...issuer, fingerprint: told }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: orpc.identity.key() });
      onTrusted();
    },
  });
  return (
    <section aria-label="Unknown issuer">
      <Notice tone="warning" title={`You do not trust ${issuer.name} for this organization yet`}>
        <p>
          Whoever made this bundle says to be {issuer.name}. Ask them for their fingerprint by phone or in
          person; that of the bundle is <code className="break-all">{issuer.fingerprint}</code>.
        </p>
        <form
          aria-label="Trust the issuer"
          className="mt-2 flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            trust.mutate();
          }}
        >
          <TextField
            label="Fingerprint, as they told it"
            isMono
            value={told}
            onChange={({ target }) => setTold(target.value)}
          />
          <Button type="submit" isBusy={trust.isPending}>
            Trust these keys
          </Button>
        </form>
        <InlineError error={trust.error} />
      </Notice>
    </section>
  );
};
