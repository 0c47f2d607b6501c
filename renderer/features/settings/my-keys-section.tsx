import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { PropertyList } from '../../ui/property-list.tsx';

const Copied = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <span className="flex items-start gap-1">
    <code className="min-w-0 break-all">{text}</code>
    <CopyButton text={text} label={label} />
  </span>
);

/** Your own keys for config bundles: what to give to whoever makes one for you, and what they compare. */
export const MyKeysSection = () => {
  const [isReplacing, setReplacing] = useState(false);
  const queries = useQueryClient();
  const { data: keys, error } = useQuery(orpc.identity.mine.queryOptions({ input: {} }));
  const replace = useMutation({
    mutationFn: () => rpc.identity.rotate(),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: orpc.identity.key() });
      setReplacing(false);
    },
  });
  return (
    <FormSection
      title="My keys"
      description="For config bundles. Give the recipient to whoever makes one for you, and compare fingerprints by phone or in person."
    >
      <InlineError error={error} />
      {keys && (
        <PropertyList
          items={[
            {
              label: 'age recipient',
              value: <Copied text={keys.recipient} label="Copy the age recipient" />,
            },
            { label: 'Fingerprint', value: <Copied text={keys.fingerprint} label="Copy the fingerprint" /> },
          ]}
        />
      )}
      <div>
        <Button onClick={() => setReplacing(true)}>Replace…</Button>
      </div>
      {isReplacing && (
        <FormDialog
          title="Replace my keys"
          submitLabel="Replace"
          isDanger
          isBusy={replace.isPending}
          error={replace.error}
          onSubmit={() => replace.mutate()}
          onClose={() => setReplacing(false)}
        >
          <p>
            Bundles that were made for the old keys open no more, and whoever trusted them has to compare the
            new fingerprint.
          </p>
        </FormDialog>
      )}
    </FormSection>
  );
};
