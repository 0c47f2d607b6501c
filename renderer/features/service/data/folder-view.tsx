import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, File, Folder, FolderPlus, Link2, Pencil, Trash2, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import type { VolumeEntry } from '#shared/contract/volume.ts';
import { formatBytes, formatInstant } from '../../../lib/format.ts';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.tsx';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import type { Reason } from '../../../ui/reason.ts';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { FileEditor } from './file-editor.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';
import { downloadFile, type FilePlace, lookAgain } from './transfer.ts';
import { useTransfers } from './use-transfers.ts';

interface FolderViewProps {
  readonly serviceId: string;
  readonly volume: string;
  /** `''` for the top of the volume. */
  readonly path: string;
  readonly onGo: (path: string) => void;
}

/** What is asked about an entry, or about the folder. */
type Asked =
  | { readonly what: 'edit' | 'remove'; readonly entry: VolumeEntry }
  | { readonly what: 'folder' }
  | undefined;

/** A folder of a volume: its way, what lies in it, and what can be done there. Files may be dropped on it. */
export function FolderView({ serviceId, volume, path, onGo }: FolderViewProps) {
  const [asked, setAsked] = useState<Asked>();
  const picker = useRef<HTMLInputElement>(null);
  const transfers = useTransfers();
  const write = usePermission('volume.create');
  const remove = usePermission('volume.delete');
  const query = useInfiniteQuery(
    orpc.volume.browse.infiniteOptions({
      input: (after: string | undefined) => ({ serviceId, volume, path, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  );
  const placeOf = (name: string): FilePlace => ({ serviceId, volume, path: below(path, name) });
  const send = (files: readonly File[]) => {
    for (const file of files) transfers.upload(placeOf(escaped(file.name)), file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    if (!write.reason) send([...event.dataTransfer.files]);
  };
  const columns = columnsFor({
    canRemove: remove.reason,
    onDownload: (entry) => transfers.run(entry.name, (options) => downloadFile(placeOf(entry.name), options)),
    onAsk: setAsked,
  });
  return (
    <section
      aria-label={`Files of ${volume}`}
      className="flex min-h-0 flex-1 flex-col"
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-4 py-1">
        <Way volume={volume} path={path} onGo={onGo} />
        <span role="status" className="min-w-0 truncate text-muted text-sm">
          {transfers.words}
        </span>
        {transfers.words && (
          <Button size="sm" variant="ghost" onClick={transfers.cancel}>
            Cancel
          </Button>
        )}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label="Files to upload"
          onChange={(event) => {
            send([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <Button
          size="sm"
          icon={FolderPlus}
          disabledReason={write.reason}
          onClick={() => setAsked({ what: 'folder' })}
        >
          New folder …
        </Button>
        <Button size="sm" icon={Upload} disabledReason={write.reason} onClick={() => picker.current?.click()}>
          Upload …
        </Button>
      </div>
      {transfers.error !== undefined && (
        <div className="px-4 pt-3">
          <InlineError error={transfers.error} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <Loaded query={query} doing="Looking into the volume">
          {({ pages }) => (
            <Table
              label={`What lies in ${path || volume}`}
              rows={pages.flatMap(({ entries }) => entries)}
              rowKey={({ name }) => name}
              columns={columns}
              height="fill"
              onReachEnd={() => {
                if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
              }}
              onOpen={(entry) => {
                if (entry.type === 'folder') onGo(below(path, entry.name));
                else if (entry.type === 'file') setAsked({ what: 'edit', entry });
              }}
              empty={
                <EmptyState icon={Folder} title="Nothing is in this folder">
                  Drop files here to upload them, or make a folder.
                </EmptyState>
              }
            />
          )}
        </Loaded>
      </div>
      {transfers.replacement && (
        <ReplaceDialog key={transfers.replacement.name} replacement={transfers.replacement} />
      )}
      {asked?.what === 'edit' && (
        <FileEditor place={placeOf(asked.entry.name)} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === 'remove' && (
        <RemoveDialog place={placeOf(asked.entry.name)} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === 'folder' && <FolderDialog placeOf={placeOf} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

/** The folders above, each a way back. */
function Way({ volume, path, onGo }: Pick<FolderViewProps, 'volume' | 'path' | 'onGo'>) {
  const names = path === '' ? [] : path.split('/');
  return (
    <nav aria-label="Way to this folder" className="flex min-w-0 flex-1 items-center gap-1 font-mono text-sm">
      {[volume, ...names].map((name, index) => {
        const to = names.slice(0, index).join('/');
        const isHere = index === names.length;
        return (
          <span key={to || volume} className="flex min-w-0 items-center gap-1">
            {index > 0 && <span className="text-muted">/</span>}
            {isHere ? (
              <span className="truncate" title={name}>
                {name}
              </span>
            ) : (
              <button type="button" className="truncate text-accent hover:underline" onClick={() => onGo(to)}>
                {name}
              </button>
            )}
          </span>
        );
      })}
    </nav>
  );
}

const icons = { file: File, folder: Folder, link: Link2, other: File } as const;

function columnsFor({
  canRemove,
  onDownload,
  onAsk,
}: {
  readonly canRemove: Reason | undefined;
  readonly onDownload: (entry: VolumeEntry) => void;
  readonly onAsk: (asked: Asked) => void;
}): TableColumn<VolumeEntry>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(0, 3fr)',
      cell: ({ name, type, link }) => {
        const Icon = icons[type];
        const shown = link === null ? name : `${name} → ${link}`;
        return (
          <span className="flex items-center gap-2">
            <Icon aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="truncate font-mono text-sm" title={shown}>
              {shown}
            </span>
          </span>
        );
      },
    },
    {
      id: 'size',
      header: 'Size',
      width: '6rem',
      align: 'right',
      cell: ({ size, type }) => (type === 'file' ? formatBytes(size) : ''),
    },
    {
      id: 'modified',
      header: 'Changed',
      width: '11rem',
      cell: ({ modifiedAt }) => formatInstant(modifiedAt),
    },
    { id: 'mode', header: 'Mode', width: '4rem', cell: ({ mode }) => mode },
    { id: 'owner', header: 'Owner', width: '7rem', cell: ({ owner }) => owner },
    {
      id: 'actions',
      header: 'Download, edit and remove',
      hidesHeader: true,
      width: '6rem',
      align: 'right',
      cell: (entry) => (
        <span className="flex justify-end">
          {entry.type === 'file' && (
            <>
              <IconButton
                label={`Download ${entry.name}`}
                icon={Download}
                size="sm"
                onClick={() => onDownload(entry)}
              />
              <IconButton
                label={`Edit ${entry.name}`}
                icon={Pencil}
                size="sm"
                onClick={() => onAsk({ what: 'edit', entry })}
              />
            </>
          )}
          <IconButton
            label={`Remove ${entry.name}`}
            icon={Trash2}
            size="sm"
            disabledReason={canRemove}
            onClick={() => onAsk({ what: 'remove', entry })}
          />
        </span>
      ),
    },
  ];
}

function RemoveDialog({ place, onClose }: { readonly place: FilePlace; readonly onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => rpc.volume.removeFile(place),
    onSuccess: async () => {
      await lookAgain(client);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Remove ${place.path}`}
      confirmLabel="Remove"
      isDanger
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        It goes from the volume <span className="font-medium text-primary">{place.volume}</span> at once and
        cannot be brought back. A folder has to be empty.
      </p>
    </ConfirmDialog>
  );
}

function FolderDialog({
  placeOf,
  onClose,
}: {
  readonly placeOf: (name: string) => FilePlace;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => rpc.volume.makeFolder(placeOf(escaped(name.trim()))),
    onSuccess: async () => {
      await lookAgain(client);
      onClose();
    },
  });
  return (
    <FormDialog
      title="New folder"
      submitLabel="Make folder"
      isBusy={make.isPending}
      error={make.error}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoFocus
        isMono
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** A name as people type it, in which a backslash is one. */
const escaped = (name: string): string => name.replaceAll('\\', '\\\\');
