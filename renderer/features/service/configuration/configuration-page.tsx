import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Service, ServiceDetail } from '#shared/contract/service.ts';
import { RefusalNotice } from '../../../lib/access/refusal-notice.tsx';
import { ClashNotice } from '../../../lib/drafts/clash-notice.tsx';
import { DraftNotice } from '../../../lib/drafts/draft-notice.tsx';
import { errorData, fieldIssues } from '../../../lib/errors.ts';
import type { NodeProps } from '../../../lib/feature.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { useShortcut } from '../../../lib/shortcuts.ts';
import { useChildren } from '../../../lib/tree/use-tree.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { useDraft } from '../../../state/draft.ts';
import { ActionBar } from '../../../ui/action-bar.tsx';
import { Button } from '../../../ui/button.tsx';
import { type Reason, reasonText } from '../../../ui/reason.ts';
import { PlanDialog, type Unsaved } from '../deployment/plan-dialog.tsx';
import type { PlacedForm, SpecIssue } from '../types/spec-editor.ts';
import { specEditors } from '../types/spec-editors.ts';
import { useService } from '../use-service.ts';
import { DependenciesPanel } from './dependencies-panel.tsx';

interface Draft {
  readonly form: PlacedForm;
  /** Of the configuration that the edit began with. */
  readonly version: number;
}

/** The form with its unsaved edits; they survive going elsewhere, and a newer version in the store. */
const useSpecDraft = (service: Service) => {
  const editor = specEditors[service.type];
  const servers = useChildren(service.organizationId, 'server');
  // with one server there is nothing to choose
  const only = service.spec === null && servers.length === 1 ? servers[0]?.id : undefined;
  const stored = editor.fromSpec(service.spec, service.serverId ?? only ?? null);
  const [draft, setDraft, left] = useDraft<Draft>(`service-spec:${service.id}`);
  const form = useForm<PlacedForm>({ defaultValues: draft?.form ?? stored });
  const version = draft?.version ?? service.version;
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => setDraft({ form: structuredClone(values), version }),
      }),
    [form, setDraft, version],
  );
  const changed = draft ? editor.differences(draft.form, stored) : [];
  const restore = () => {
    left?.restore();
    if (left) form.reset(left.draft.form);
  };
  return {
    editor,
    form,
    changed,
    version,
    left: left && { ...left, restore },
    isLeftOld: left && left.draft.version !== service.version,
    isClash: draft !== undefined && changed.length > 0 && draft.version !== service.version,
    rebase: () => draft && setDraft({ ...draft, version: service.version }),
    drop: (latest: Service) => {
      form.reset(editor.fromSpec(latest.spec, latest.serverId));
      setDraft(undefined);
    },
  };
};

const useSave = (service: Service, draft: ReturnType<typeof useSpecDraft>) => {
  const [failure, setFailure] = useState<unknown>();
  const configure = useMutation(orpc.service.configure.mutationOptions());
  const { editor, form, version } = draft;
  const place = (issues: readonly SpecIssue[]): boolean => {
    for (const { field, message } of issues)
      if (field) form.setError(field, { message }, { shouldFocus: true });
    return issues.length > 0 && issues.every(({ field }) => field);
  };
  const check = (): Unsaved | undefined => {
    setFailure(undefined);
    form.clearErrors();
    const { serverId, ...values } = form.getValues();
    const { spec, issues } = editor.toSpec({ ...values, serverId });
    if (!spec) place(issues);
    return spec && { spec, ...(serverId ? { serverId } : {}) };
  };
  const save = async (): Promise<boolean> => {
    const unsaved = check();
    if (!unsaved) return false;
    try {
      const saved = await configure.mutateAsync({ serviceId: service.id, ...unsaved, version });
      draft.drop(saved);
      return true;
    } catch (error) {
      const isClash = errorData(error, 'CONFLICT')?.field === 'version';
      const placed = place(fieldIssues(error).map(({ path, message }) => editor.issueAt(path, message)));
      if (!isClash && !placed) setFailure(error);
      return false;
    }
  };
  return { check, save, failure, isBusy: configure.isPending };
};

interface FooterProps {
  readonly changed: readonly string[];
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly reason: Reason | undefined;
  readonly deployReason: Reason | undefined;
  readonly onSave: () => void;
  readonly onDeploy: () => void;
  readonly onDiscard: () => void;
}

const Footer = ({
  changed,
  error,
  isBusy,
  reason,
  deployReason,
  onSave,
  onDeploy,
  onDiscard,
}: FooterProps) => (
  <ActionBar error={error}>
    <Button variant="primary" isBusy={isBusy} disabledReason={reason} shortcut="mod+enter" onClick={onDeploy}>
      {changed.length > 0 ? 'Save and deploy …' : 'Deploy …'}
    </Button>
    <Button isBusy={isBusy} disabledReason={reason} disabled={changed.length === 0} onClick={onSave}>
      Save
    </Button>
    {changed.length > 0 && (
      <Button variant="ghost" onClick={onDiscard}>
        Discard
      </Button>
    )}
    <span role="status" className="min-w-0 flex-1 truncate text-right text-muted text-sm">
      {changed.length > 0
        ? `Not saved: ${changed.join(', ')}`
        : (reasonText(deployReason) ?? 'Takes effect with the next deployment')}
    </span>
  </ActionBar>
);

const Editor = ({
  service,
  organizationId,
}: {
  readonly service: ServiceDetail;
  readonly organizationId: string;
}) => {
  const draft = useSpecDraft(service);
  const { check, save, failure, isBusy } = useSave(service, draft);
  /** `saved` for a plan of what is saved. */
  const [planned, setPlanned] = useState<Unsaved | 'saved'>();
  const isPlanning = planned !== undefined;
  const update = usePermission('service.update');
  const deploy = usePermission('deployment.create');
  const plan = () => setPlanned(draft.changed.length === 0 && service.spec ? 'saved' : check());
  useShortcut('mod+enter', 'Save and deploy', plan, {
    enabled: update.allowed && deploy.allowed && !isPlanning,
  });
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <form
          noValidate
          className="max-w-3xl px-4 py-4"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <DraftNotice left={draft.left} isChangedMeanwhile={draft.isLeftOld} />
          {draft.isClash && (
            <ClashNotice changed={draft.changed} onKeep={draft.rebase} onTake={() => draft.drop(service)} />
          )}
          {update.reason && (
            <div className="mb-4">
              <RefusalNotice reason={update.reason} />
            </div>
          )}
          <fieldset disabled={!update.allowed}>
            <legend className="sr-only">Configuration</legend>
            <draft.editor.Fields form={draft.form} service={service} />
          </fieldset>
          <DependenciesPanel service={service} />
          {/* lets Enter in a field save */}
          <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
            Save
          </button>
        </form>
      </div>
      <Footer
        changed={draft.changed}
        error={failure}
        isBusy={isBusy}
        reason={update.reason}
        deployReason={deploy.reason}
        onSave={() => void save()}
        onDeploy={plan}
        onDiscard={() => draft.drop(service)}
      />
      {planned && (
        <PlanDialog
          organizationId={organizationId}
          serviceId={service.id}
          serviceName={service.name}
          unsaved={planned === 'saved' ? undefined : { ...planned, save }}
          onClose={() => setPlanned(undefined)}
        />
      )}
    </div>
  );
};

/** What a service runs, where, and how. */
export const ConfigurationPage = ({ nodeId, organizationId }: NodeProps) => {
  const query = useService(nodeId);
  return (
    <ResourcePage query={query} what="the configuration" layout="edges">
      {(service) => <Editor key={service.id} service={service} organizationId={organizationId} />}
    </ResourcePage>
  );
};
