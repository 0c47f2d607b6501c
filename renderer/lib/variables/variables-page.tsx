import { useMutation, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { isVariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { RefusalNotice } from '../access/refusal-notice.tsx';
import { ClashNotice } from '../drafts/clash-notice.tsx';
import { DraftNotice } from '../drafts/draft-notice.tsx';
import { errorData } from '../errors.ts';
import type { NodeProps } from '../feature.ts';
import { ResourcePage } from '../frames/resource-page.tsx';
import { usePermission } from '../use-permission.ts';
import { callsOf, type LevelNode } from './calls.ts';
import { EnvTextField } from './env-text-field.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import { Inherited } from './inherited.tsx';
import { NotInherited } from './not-inherited.tsx';
import { Preview } from './preview.tsx';
import { rowProblems, rowsOf, toVariables } from './rows.ts';
import { SaveBar } from './save-bar.tsx';
import { useResolved } from './use-resolved.ts';
import { type StoredVariables, useVariableDraft } from './use-variable-draft.ts';
import { VariableTable } from './variable-table.tsx';

/** The variables of an organization, a project, an environment or a service. */
export const VariablesPage = ({ nodeId, node }: NodeProps) =>
  isVariableLevel(node.kind) ? <Level key={nodeId} at={{ level: node.kind, nodeId }} /> : null;

const Level = ({ at }: { readonly at: LevelNode }) => {
  const { calls, at: input } = callsOf(at);
  const query = useQuery(calls.list.queryOptions({ input }));
  return (
    <ResourcePage query={query} what="the variables" layout="edges">
      {({ version, variables, below = '' }) => (
        <Editor at={at} stored={{ version, rows: rowsOf(variables), below }} />
      )}
    </ResourcePage>
  );
};

const Editor = ({ at, stored }: { readonly at: LevelNode; readonly stored: StoredVariables }) => {
  const [view, setView] = useState('table');
  const [generation, setGeneration] = useState(0);
  const [awaited, setAwaited] = useState<string>();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const edit = useVariableDraft(at.nodeId, stored);
  const { draft, changed, isClash, textProblems, left, rebase } = edit;
  const { inherited, notInherited, problems: unresolved, noteOf } = useResolved(at, stored.rows);
  const isBroken = textProblems.length > 0;
  const { allowed, reason } = usePermission(`${variablesKindOf(at.level)}.write`);
  const { calls, at: input } = callsOf(at);
  const replace = useMutation(calls.replace.mutationOptions());
  const problems = rowProblems(draft.rows);
  const discard = () => {
    edit.drop();
    setGeneration(generation + 1);
  };
  const save = (onSaved: () => void) =>
    replace.mutate(
      { ...input, variables: toVariables(draft.rows), below: draft.below, version: draft.version },
      {
        onSuccess: () => {
          discard();
          onSaved();
        },
      },
    );
  const restore = () => {
    left?.restore();
    setGeneration(generation + 1);
    if (left?.draft.text !== undefined) setView('text');
  };
  const override = ({ name, value = '', isSecret }: (typeof inherited)[number]) => {
    const row = { key: crypto.randomUUID(), name, value, isSecret: isSecret !== false };
    setAwaited(row.key);
    edit.changeRows([...draft.rows, row]);
    setView('table');
  };
  const ownNames = new Set(draft.rows.map(({ name }) => name.trim().toLowerCase()));
  const isLeftOld = left && left.draft.version !== stored.version;
  const hasClashed = errorData(replace.error, 'CONFLICT')?.field === 'version';
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center">
        <div className="min-w-0 flex-1">
          <Tabs
            label="Ways to edit"
            value={view}
            onChange={setView}
            tabs={[
              { id: 'table', label: 'Table', count: draft.rows.length },
              { id: 'text', label: 'As text' },
              { id: 'preview', label: 'Preview' },
            ]}
          />
        </div>
        <div className="flex items-center self-stretch border-line border-b pr-3">
          <Button variant="ghost" size="sm" icon={History} onClick={() => setHistoryOpen(true)}>
            Earlier saves
          </Button>
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-5xl flex-col gap-3 px-4 py-4">
          {!allowed && <RefusalNotice reason={reason} />}
          <DraftNotice left={left && { ...left, restore }} isChangedMeanwhile={isLeftOld} />
          {isClash && <ClashNotice changed={changed} onKeep={rebase} onTake={discard} />}
          {unresolved.length > 0 && <Unresolved problems={unresolved} />}
          {view === 'table' && isBroken && (
            <BrokenText problems={textProblems} onBack={() => setView('text')} />
          )}
          {view === 'preview' ? (
            <Preview at={at} isChanged={changed.length > 0} />
          ) : view === 'table' || !allowed ? (
            <VariableTable
              at={at}
              rows={draft.rows}
              problems={problems}
              noteOf={noteOf}
              isReadOnly={!allowed || isBroken}
              awaited={awaited}
              onChange={edit.changeRows}
            />
          ) : (
            <EnvTextField
              key={generation}
              stored={stored.rows}
              rows={draft.rows}
              below={draft.below}
              text={draft.text}
              onChange={edit.changeText}
            />
          )}
          {view !== 'preview' && (
            <>
              <Inherited
                variables={inherited.filter(({ name }) => !ownNames.has(name.toLowerCase()))}
                isReadOnly={!allowed || isBroken}
                onOverride={override}
              />
              <NotInherited variables={notInherited} />
            </>
          )}
        </div>
      </div>
      <SaveBar
        level={at.level}
        before={stored.rows}
        after={draft.rows}
        changed={changed}
        isBroken={isBroken}
        isBusy={replace.isPending}
        refusal={reason}
        isDisabled={problems.length > 0 || isClash}
        error={hasClashed ? undefined : replace.error}
        onSave={save}
        onDiscard={discard}
      />
      {isHistoryOpen && <HistoryDialog at={at} stored={stored} onClose={() => setHistoryOpen(false)} />}
    </div>
  );
};

const Unresolved = ({ problems }: { readonly problems: readonly string[] }) => (
  <Notice tone="warning" title="A deployment is refused until these are mended">
    <ul>
      {problems.slice(0, 5).map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  </Notice>
);

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
