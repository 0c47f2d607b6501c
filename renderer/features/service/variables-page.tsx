import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorData } from '../../lib/errors.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { useDraft } from '../../state/draft.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ClashNotice } from './clash-notice.tsx';
import {
  fromEnvText,
  rowProblems,
  rowsOf,
  toEnvText,
  toVariables,
  type VariableRow,
} from './variable-rows.ts';
import { VariableTable } from './variable-table.tsx';

interface Stored {
  readonly version: number;
  readonly rows: readonly VariableRow[];
}

const changedNames = (rows: readonly VariableRow[], stored: readonly VariableRow[]): string[] => {
  const text = ({ value, isSecret }: VariableRow) => JSON.stringify([value ?? null, isSecret]);
  const before = new Map(stored.map((row) => [row.name, text(row)]));
  const after = new Map(rows.filter(({ name }) => name.trim()).map((row) => [row.name.trim(), text(row)]));
  const changed = [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);
  return [...changed, ...[...before.keys()].filter((name) => !after.has(name))];
};

interface AsTextProps {
  readonly rows: readonly VariableRow[];
  readonly onChange: (rows: readonly VariableRow[]) => void;
  readonly onBroken: (isBroken: boolean) => void;
}

const AsText = ({ rows, onChange, onBroken }: AsTextProps) => {
  // What stood there at first says which masks stand for a stored secret.
  const [before] = useState(rows);
  const [text, setText] = useState(() => toEnvText(rows));
  const { problems } = fromEnvText(text, before);
  const change = (next: string) => {
    setText(next);
    const parsed = fromEnvText(next, before);
    onBroken(parsed.problems.length > 0);
    if (parsed.problems.length === 0) onChange(parsed.rows);
  };
  return (
    <TextArea
      label="Text of an env file"
      isMono
      rows={18}
      placeholder={'# Compose’s dialect\nPORT=8080\nGREETING="Hello\\nworld"'}
      hint="Read as Compose reads it: quotes, escapes, ${NAME} of lines above. ••• keeps a stored secret. New names such as API_TOKEN become secrets."
      error={problems.map(({ line, message }) => `Line ${line}: ${message}`).join(' · ') || undefined}
      value={text}
      onChange={(event) => change(event.target.value)}
    />
  );
};

const useVariableDraft = (serviceId: string, stored: Stored) => {
  const [draft = stored, setDraft] = useDraft<Stored>(`variables:${serviceId}`);
  const changed = changedNames(draft.rows, stored.rows);
  return {
    draft,
    changed,
    isClash: changed.length > 0 && draft.version !== stored.version,
    change: (rows: readonly VariableRow[]) => setDraft({ version: draft.version, rows }),
    rebase: () => setDraft({ version: stored.version, rows: draft.rows }),
    drop: () => setDraft(undefined),
  };
};

const Editor = ({ serviceId, stored }: { readonly serviceId: string; readonly stored: Stored }) => {
  const [view, setView] = useState('table');
  const [isBroken, setBroken] = useState(false);
  const [generation, setGeneration] = useState(0);
  const { draft, changed, isClash, change, rebase, drop } = useVariableDraft(serviceId, stored);
  const { allowed, reason } = usePermission('serviceVariables.write');
  const replace = useMutation(orpc.variable.replace.mutationOptions());
  const problems = rowProblems(draft.rows);
  const save = () =>
    replace.mutate(
      { serviceId, variables: toVariables(draft.rows), version: draft.version },
      { onSuccess: discard },
    );
  const discard = () => {
    drop();
    setBroken(false);
    setGeneration(generation + 1);
  };
  const hasClashed = errorData(replace.error, 'CONFLICT')?.field === 'version';
  return (
    <div className="flex h-full flex-col">
      <Tabs
        label="Ways to edit"
        value={view}
        onChange={(next) => {
          setBroken(false);
          setView(next);
        }}
        tabs={[
          { id: 'table', label: 'Table', count: draft.rows.length },
          { id: 'text', label: 'As text' },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-4xl flex-col gap-3 px-4 py-4">
          {!allowed && <Notice tone="info">{reason}</Notice>}
          {isClash && <ClashNotice changed={changed} onKeep={rebase} onTake={discard} />}
          {view === 'table' || !allowed ? (
            <VariableTable
              serviceId={serviceId}
              rows={draft.rows}
              problems={problems}
              isReadOnly={!allowed}
              onChange={change}
            />
          ) : (
            <AsText key={generation} rows={draft.rows} onChange={change} onBroken={setBroken} />
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
          {changed.length > 0 ? `Not saved: ${changed.join(', ')}` : 'Takes effect with the next deployment'}
        </span>
      </div>
    </div>
  );
};

/** The variables that the containers of a service get. */
export const VariablesPage = ({ nodeId }: NodeProps) => {
  const query = useQuery(orpc.variable.list.queryOptions({ input: { serviceId: nodeId } }));
  return (
    <ResourcePage query={query} what="the variables" layout="edges">
      {({ version, variables }) => (
        <Editor key={nodeId} serviceId={nodeId} stored={{ version, rows: rowsOf(variables) }} />
      )}
    </ResourcePage>
  );
};
