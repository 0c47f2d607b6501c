import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Template } from '#shared/contract/bundle.ts';
import { nodeKinds } from '#shared/model/nodes.ts';
import { tarOf } from '#shared/model/tar.ts';
import { downloadBytes } from '../../lib/download.ts';
import { HelpLink } from '../../lib/help-link.tsx';
import { rpc } from '../../lib/host/rpc.ts';
import { useTree } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Downloads a template as an archive. */
export const ExportPanel = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('bundle.export', organizationId);
  const { data: nodes = [] } = useTree(organizationId);
  const [projectId, setProjectId] = useState('');
  const write = useMutation({
    mutationFn: () =>
      rpc.bundle.exportTemplate({ organizationId, ...(projectId === '' ? {} : { projectId }) }),
    onSuccess: download,
  });
  const projects = nodes.filter(({ kind }) => nodeKinds[kind].readBy === 'project.read');
  return (
    <Panel title="Export">
      <div className="flex flex-col gap-3">
        <p className="text-secondary">
          What you may read, one YAML file a thing, without secrets. The same things are the same bytes, so
          that git shows what changed.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <InlineSelect label="What" value={projectId} onChange={setProjectId} width="16rem">
            <option value="">The whole organization</option>
            {projects.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </InlineSelect>
          <Button
            icon={Download}
            isBusy={write.isPending}
            disabledReason={reason}
            onClick={() => write.mutate()}
          >
            Download the template
          </Button>
          <HelpLink chapter="templates">What is in it, and what is not</HelpLink>
        </div>
        <p aria-live="polite" className="text-secondary text-sm">
          {write.data && `${write.data.files.length} files were written.`}
        </p>
        <InlineError error={write.error} />
      </div>
    </Panel>
  );
};

function download({ files }: Template): void {
  const archive = tarOf(
    'template',
    files.map((file) => ({ ...file, mode: '644' })),
    Math.floor(Date.now() / 1_000),
  );
  downloadBytes('template.tar', archive, 'application/x-tar');
}
