import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProxyFile } from '#shared/contract/proxy.ts';
import { fieldIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';

interface ProxyFileEditorProps {
  readonly serverId: string;
  readonly file: ProxyFile;
  readonly onChanged: () => void;
}

/** The text of a proxy's file, to be written by hand or taken back. */
export function ProxyFileEditor({ serverId, file, onChanged }: ProxyFileEditorProps) {
  const { reason } = usePermission('proxyFile.write', serverId);
  const [text, setText] = useState(file.text);
  const asked = { serverId, file: file.name };
  const write = useMutation({
    mutationFn: () => rpc.proxyFile.write({ ...asked, text, before: file.text }),
    onSuccess: onChanged,
  });
  const undo = useMutation({ mutationFn: () => rpc.proxyFile.undo(asked), onSuccess: onChanged });
  const problem = fieldIssues(write.error)
    .filter(({ path }) => path === 'text')
    .map(({ message }) => message)
    .join('; ');
  const error = problem ? undo.error : (write.error ?? undo.error);
  return (
    <Panel
      title={file.name}
      actions={
        <>
          <Button
            isBusy={undo.isPending}
            disabledReason={reason ?? (file.hasPrevious ? undefined : 'There is no version before this one.')}
            onClick={() => undo.mutate()}
          >
            Bring back the version before
          </Button>
          <Button
            variant="primary"
            isBusy={write.isPending}
            disabledReason={reason ?? (text === file.text ? 'Nothing is changed.' : undefined)}
            onClick={() => write.mutate()}
          >
            Write
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="info">
          The next change of the service’s domains, and the next deployment, write this file anew. What the
          proxy refuses is taken back at once.
        </Notice>
        {problem && <Notice tone="danger">{problem}</Notice>}
        {error && <InlineError error={error} />}
        <TextArea
          label="Text"
          isMono
          rows={22}
          value={text}
          spellCheck={false}
          readOnly={reason !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
    </Panel>
  );
}
