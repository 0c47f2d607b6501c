import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FolderUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BundleChoice, BundleImport, BundleSecret } from '#shared/contract/bundle.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ImportItems } from './import-items.tsx';
import { type PickedFile, templateIn } from './picked-files.ts';

interface Asked {
  readonly files: PickedFile[];
  readonly choices: BundleChoice[];
  readonly secrets: BundleSecret[];
}

/** Brings a folder in: what would become of each thing, what is to become of it, and then all of it or nothing. */
export const ImportPanel = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('bundle.import', organizationId);
  const [asked, setAsked] = useState<Asked>();
  /** Stays while the next preview is on its way, with what is typed in it. */
  const [found, setFound] = useState<BundleImport>();
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: (given: Asked) => rpc.bundle.preview({ organizationId, ...given }),
  });
  const bring = useMutation({
    mutationFn: (given: Asked) => rpc.bundle.import({ organizationId, ...given }),
    onSuccess: () => {
      setAsked(undefined);
      setFound(undefined);
      look.reset();
      return client.invalidateQueries({ queryKey: orpc.bundle.lastImport.key() });
    },
  });
  const read = useMutation({ mutationFn: templateIn });
  const again = (given: Asked): void => {
    setAsked(given);
    look.mutate(given, { onSuccess: setFound });
  };
  const pick = (files: readonly File[]): void => {
    bring.reset();
    setFound(undefined);
    read.mutate(files, { onSuccess: (picked) => again({ files: picked, choices: [], secrets: [] }) });
  };
  return (
    <Panel title="Import">
      <div className="flex flex-col gap-3">
        <p className="text-secondary">
          You see first what would be added and changed. Nothing is deployed, and nothing that is only here is
          removed.
        </p>
        <div>
          <Button
            icon={FolderUp}
            isBusy={read.isPending || look.isPending}
            disabledReason={reason}
            onClick={() => input.current?.click()}
          >
            Pick a folder …
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Folder of a template"
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            currentTarget.value = '';
            if (files.length > 0) pick(files);
          }}
          {...{ webkitdirectory: '' }}
        />
        <InlineError error={read.error ?? look.error ?? bring.error} />
        {bring.data && (
          <Notice tone="success" title="It is here">
            Nothing of it runs yet: deploy it when you are ready.
          </Notice>
        )}
        {asked && found && (
          <ImportItems
            found={found}
            choices={asked.choices}
            isBusy={look.isPending || bring.isPending}
            onChoose={(choices, secrets) => again({ ...asked, choices, secrets })}
            onImport={() => bring.mutate(asked)}
          />
        )}
      </div>
    </Panel>
  );
};
