import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RefusalNotice } from '../../lib/access/refusal-notice.tsx';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { errorData } from '../../lib/errors.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ClashNotice } from './clash-notice.tsx';
import { EnvTextField } from './env-text-field.tsx';
import { type StoredVariables, useVariableDraft } from './use-variable-draft.ts';
import { rowProblems, rowsOf, toVariables } from './variable-rows.ts';
import { VariableTable } from './variable-table.tsx';

const Editor = ({ serviceId, stored }: { readonly serviceId: string; readonly stored: StoredVariables }) => {
  const [view, setView] = useState('table');
  const [generation, setGeneration] = useState(0);
  const edit = useVariableDraft(serviceId, stored);
  const { draft, changed, isClash, textProblems, left, rebase } = edit;
  const isBroken = textProblems.length > 0;
  const { allowed, reason } = usePermission('serviceVariables.write');
  const replace = useMutation(orpc.serviceVariables.replace.mutationOptions());
  const problems = rowProblems(draft.rows);
  const save = () =>
    replace.mutate(
      { serviceId, variables: toVariables(draft.rows), version: draft.version },
      { onSuccess: discard },
    );
  const discard = () => {
    edit.drop();
    setGeneration(generation + 1);
  };
  const restore = () => {
    left?.restore();
    setGeneration(generation + 1);
    if (left?.draft.text !== undefined) setView('text');
  };
  const isLeftOld = left && left.draft.version !== stored.version;
  const hasClashed = errorData(replace.error, 'CONFLICT')?.field === 'version';
  return (
    <div className="flex h-full flex-col">
      <Tabs
        label="Ways to edit"
        value={view}
        onChange={setView}
        tabs={[
          { id: 'table', label: 'Table', count: draft.rows.length },
          { id: 'text', label: 'As text' },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-4xl flex-col gap-3 px-4 py-4">
          {!allowed && <RefusalNotice reason={reason} />}
          <DraftNotice left={left && { ...left, restore }} isChangedMeanwhile={isLeftOld} />
          {isClash && <ClashNotice changed={changed} onKeep={rebase} onTake={discard} />}
          {view === 'table' && isBroken && (
            <BrokenText problems={textProblems} onBack={() => setView('text')} />
          )}
          {view === 'table' || !allowed ? (
            <VariableTable
              serviceId={serviceId}
              rows={draft.rows}
              problems={problems}
              isReadOnly={!allowed || isBroken}
              onChange={edit.changeRows}
            />
          ) : (
            <EnvTextField
              key={generation}
              stored={stored.rows}
              rows={draft.rows}
              text={draft.text}
              onChange={edit.changeText}
            />
          )}
          {!hasClashed && <InlineError error={replace.error} />}
        </div>
      </div>
      <div className="flex min-h-11 items-center gap-2 border-line border-t bg-panel px-4">
        <Button
          variant="primary"
          isBusy={replace.isPending}
          disabledReason={reason}
          disabled={changed.length === 0 || problems.length > 0 || isBroken || isClash}
          onClick={save}
        >
          Save
        </Button>
        {(changed.length > 0 || isBroken) && (
          <Button variant="ghost" onClick={discard}>
            Discard
          </Button>
        )}
        <span role="status" className="min-w-0 flex-1 truncate text-right text-muted text-sm">
          {statusWords(changed, isBroken)}
        </span>
      </div>
    </div>
  );
};

function statusWords(changed: readonly string[], isBroken: boolean): string {
  if (isBroken) return 'Not saved: the text has lines that can’t be read';
  return changed.length > 0 ? `Not saved: ${changed.join(', ')}` : 'Takes effect with the next deployment';
}

interface BrokenTextProps {
  readonly problems: readonly string[];
  readonly onBack: () => void;
}

/** The table can't show a line that nobody can read; the text is kept as it was typed. */
const BrokenText = ({ problems, onBack }: BrokenTextProps) => (
  <Notice
    tone="warning"
    title="Your text is kept, but not all of it can be read"
    action={
      <Button size="sm" onClick={onBack}>
        Back to the text
      </Button>
    }
  >
    {problems.join(' · ')}. The table shows what was there before that line, and can be changed again once it
    is right.
  </Notice>
);

/** The variables that the containers of a service get. */
export const VariablesPage = ({ nodeId }: NodeProps) => {
  const query = useQuery(orpc.serviceVariables.list.queryOptions({ input: { serviceId: nodeId } }));
  return (
    <ResourcePage query={query} what="the variables" layout="edges">
      {({ version, variables }) => (
        <Editor key={nodeId} serviceId={nodeId} stored={{ version, rows: rowsOf(variables) }} />
      )}
    </ResourcePage>
  );
};
