import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog/dialog.tsx';
import { TextArea } from '../../../ui/form/text-field.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { fromBase64, toBase64 } from '../../../ui/terminal-view/bytes.ts';
import { type LineChange, lineChanges } from './line-changes.ts';
import { type FilePlace, lookAgain } from './transfer.ts';

/** A text that can be edited here; null where the bytes are no text, or more than one answer holds. */
const textOf = ({ bytes, isEnd }: { bytes: string; isEnd: boolean }): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fromBase64(bytes));
    return isEnd && !text.includes('\0') ? text : null;
  } catch {
    return null;
  }
};

interface FileEditorProps {
  readonly place: FilePlace;
  readonly onClose: () => void;
}

/** A file as text: what differs is shown before it is saved, and only over what was read. */
export function FileEditor({ place, onClose }: FileEditorProps) {
  const query = useQuery({
    ...orpc.volume.read.queryOptions({ input: place }),
    // what is being edited stays what it was when it was read
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const text = query.data && textOf(query.data);
  if (query.data && typeof text === 'string')
    return <TextEditor place={place} was={text} version={query.data.version} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={place.path}>
      {query.isPending && <Spinner label="Reading the file" />}
      <InlineError error={query.error} />
      {text === null && (
        <Notice tone="info" title="This is no text that can be edited here">
          It holds other bytes than text, or more than 1 MiB. Download it, and upload what replaces it.
        </Notice>
      )}
    </Dialog>
  );
}

interface TextEditorProps extends FileEditorProps {
  readonly was: string;
  readonly version: string;
}

function TextEditor({ place, was, version, onClose }: TextEditorProps) {
  const [text, setText] = useState(was);
  const [changes, setChanges] = useState<readonly LineChange[]>();
  const { reason } = usePermission('volume.create');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      rpc.volume.write({ ...place, bytes: toBase64(new TextEncoder().encode(text)), over: version }),
    onSuccess: async () => {
      await lookAgain(client);
      onClose();
    },
  });
  const isReview = changes !== undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={place.path}
      description={isReview ? 'What changes' : `In the volume ${place.volume}`}
      width="xl"
      error={save.error}
      footer={
        isReview ? (
          <>
            <Button onClick={() => setChanges(undefined)}>Back to the text</Button>
            <Button variant="primary" isBusy={save.isPending} onClick={() => save.mutate()}>
              Save
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={text === was}
              disabledReason={reason}
              onClick={() => setChanges(lineChanges(was, text))}
            >
              Review and save …
            </Button>
          </>
        )
      }
    >
      {isReview ? (
        <Changes changes={changes} />
      ) : (
        <TextArea
          label="Text"
          isMono
          rows={20}
          value={text}
          readOnly={reason !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Dialog>
  );
}

function Changes({ changes }: { readonly changes: readonly LineChange[] }) {
  return (
    <ol aria-label="What changes, line by line" className="flex flex-col gap-3 font-mono text-sm">
      {changes.map(({ line, removed, added }) => (
        <li key={line} className="overflow-x-auto rounded border border-line">
          <p className="border-line border-b bg-panel px-2 py-0.5 text-muted">From line {line}</p>
          <Lines sign="−" word="Removed" lines={removed} />
          <Lines sign="+" word="Added" lines={added} />
        </li>
      ))}
    </ol>
  );
}

function Lines({ sign, word, lines }: { sign: string; word: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <pre className={sign === '+' ? 'px-2 text-primary' : 'px-2 text-secondary'}>
      <span className="sr-only">{word}: </span>
      {lines.map((text) => `${sign} ${text}`).join('\n')}
    </pre>
  );
}
