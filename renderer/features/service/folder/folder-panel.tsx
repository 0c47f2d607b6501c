import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Service } from '#shared/contract/service.ts';
import type { SentFolder } from '#shared/contract/source.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { formatBytes, formatInstant } from '../../../lib/format.ts';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { HelpLink } from '../../../lib/help-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermissionCheck } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import type { Reason } from '../../../ui/reason.ts';
import { packFiles } from './pack-files.ts';
import { sendFolder } from './send-folder.ts';

/** What is saved of a service as its source, where that is a folder. */
const folderSource = ({ spec }: Service) => {
  const source = spec && 'source' in spec ? spec.source : undefined;
  return source?.type === 'folder' ? source : undefined;
};

const useSending = (service: Service) => {
  const client = useQueryClient();
  const abort = useRef(new AbortController());
  const [words, setWords] = useState('');
  const send = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const { directory, dockerfile } = folderSource(service) ?? { directory: '', dockerfile: '' };
      const always = [directory, dockerfile].filter((part) => part !== '').join('/');
      abort.current = new AbortController();
      setWords('Packing the folder.');
      await sendFolder(service.id, await packFiles(files, always), {
        signal: abort.current.signal,
        onProgress: (done, size) => setWords(`${formatBytes(done)} of ${formatBytes(size)} sent`),
      });
      await client.invalidateQueries({ queryKey: orpc.source.show.key() });
    },
    onSettled: () => setWords(''),
  });
  return {
    words,
    isBusy: send.isPending,
    error: abort.current.signal.aborted ? null : send.error,
    send: send.mutate,
    cancel: () => abort.current.abort(),
  };
};

/** Why not, as the core says it: what is sent is what runs, and runs with a bind as root would. */
const useMaySend = ({ spec, serverId }: Service): Reason | undefined => {
  const check = usePermissionCheck();
  const hasBind = spec ? specFacts(spec).mounts.some(({ type }) => type === 'bind') : false;
  return check('service.update') ?? (hasBind ? check('docker.manage', serverId ?? undefined) : undefined);
};

const sentText = ({ files, sizeBytes, sentBy, sentAt, digest }: SentFolder): string =>
  `${files} files, ${formatBytes(sizeBytes)} packed, sent by ${sentBy} on ${formatInstant(sentAt)} (sha256:${digest.slice(0, 12)}).`;

/** The folder that was sent last, and where another one is sent. */
export const FolderPanel = ({ service }: { readonly service: Service }) => {
  const sending = useMaySend(service);
  const query = useQuery(orpc.source.show.queryOptions({ input: { serviceId: service.id } }));
  const input = useRef<HTMLInputElement>(null);
  const { words, isBusy, error, send, cancel } = useSending(service);
  const isSaved = folderSource(service) !== undefined;
  const reason = isSaved ? sending : 'Save it first: the service is not built from a folder yet.';
  return (
    <div className="flex flex-col gap-2">
      <Loaded query={query} doing="Looking for what was sent">
        {({ folder }) => (
          <p className="text-secondary">{folder ? sentText(folder) : 'No folder was sent yet.'}</p>
        )}
      </Loaded>
      <div className="flex items-center gap-3">
        <Button
          size="sm"
          icon={FolderUp}
          isBusy={isBusy}
          disabledReason={reason}
          onClick={() => input.current?.click()}
        >
          Send a folder …
        </Button>
        {isBusy && (
          <Button size="sm" onClick={cancel}>
            Cancel
          </Button>
        )}
        <span aria-live="polite" className="text-secondary text-sm">
          {words}
        </span>
        <HelpLink chapter="folder">What is sent</HelpLink>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Folder to send"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          if (files.length > 0) send(files);
        }}
        {...{ webkitdirectory: '' }}
      />
      <InlineError error={error} />
    </div>
  );
};
