import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileLock, FolderUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BundleChoice, BundleImport, BundleSecret, SealedImport } from '#shared/contract/bundle.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ImportItems } from './import-items.tsx';
import { type Picked, sealedIn, templateIn } from './picked-files.ts';
import { SealedOrigin } from './sealed-origin.tsx';

interface Asked {
  readonly picked: Picked;
  readonly choices: BundleChoice[];
  readonly secrets: BundleSecret[];
}

/** What an import answers, of a template or of a sealed bundle. */
type Found = BundleImport & Partial<SealedImport>;

/** Brings a folder or a bundle in: what would become of each thing, what is to become of it, and then all of it or nothing. */
export const ImportPanel = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('bundle.import', organizationId);
  const [asked, setAsked] = useState<Asked>();
  /** Stays while the next preview is on its way, with what is typed in it. */
  const [found, setFound] = useState<Found>();
  const folder = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: ({ picked, ...given }: Asked): Promise<Found> =>
      'bytes' in picked
        ? rpc.bundle.previewSealed({ organizationId, ...given, ...picked })
        : rpc.bundle.preview({ organizationId, ...given, ...picked }),
  });
  const bring = useMutation({
    mutationFn: ({ picked, ...given }: Asked): Promise<Found> =>
      'bytes' in picked
        ? rpc.bundle.importSealed({ organizationId, ...given, ...picked })
        : rpc.bundle.import({ organizationId, ...given, ...picked }),
    onSuccess: () => {
      setAsked(undefined);
      setFound(undefined);
      look.reset();
      return client.invalidateQueries({ queryKey: orpc.bundle.lastImport.key() });
    },
  });
  const read = useMutation({ mutationFn: (reading: () => Promise<Picked>) => reading() });
  const again = (given: Asked): void => {
    setAsked(given);
    look.mutate(given, { onSuccess: setFound });
  };
  const pick = (reading: () => Promise<Picked>): void => {
    bring.reset();
    setFound(undefined);
    read.mutate(reading, { onSuccess: (picked) => again({ picked, choices: [], secrets: [] }) });
  };
  return (
    <Panel title="Import">
      <div className="flex flex-col gap-3">
        <p className="text-secondary">
          You see first what would be added and changed. Nothing is deployed, and nothing that is only here is
          removed.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button
            icon={FolderUp}
            isBusy={read.isPending || look.isPending}
            disabledReason={reason}
            onClick={() => folder.current?.click()}
          >
            Pick a folder …
          </Button>
          <Button
            icon={FileLock}
            isBusy={read.isPending || look.isPending}
            disabledReason={reason}
            onClick={() => file.current?.click()}
          >
            Pick a .qsbundle …
          </Button>
        </div>
        <input
          ref={file}
          type="file"
          hidden
          aria-label="Sealed bundle"
          accept=".qsbundle"
          onChange={({ currentTarget }) => {
            const [picked] = currentTarget.files ?? [];
            if (picked) pick(() => sealedIn(picked));
            currentTarget.value = '';
          }}
        />
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Folder of a template"
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            currentTarget.value = '';
            if (files.length > 0) pick(() => templateIn(files));
          }}
          {...{ webkitdirectory: '' }}
        />
        <InlineError error={read.error ?? look.error ?? bring.error} />
        {bring.data && (
          <Notice tone="success" title="It is here">
            Nothing of it runs yet: deploy it when you are ready.
          </Notice>
        )}
        {asked && found?.refused !== undefined && (
          <SealedOrigin
            found={{ refused: found.refused, issuer: found.issuer ?? null, origin: found.origin ?? null }}
            onTrusted={() => again(asked)}
          />
        )}
        {asked && found && !found.refused && (
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
