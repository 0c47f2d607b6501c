import { useMutation } from '@tanstack/react-query';
import { FolderUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { ComposeImport } from '#shared/contract/compose-import.ts';
import { ComposeProjects } from '../../../lib/compose/compose-projects.tsx';
import { DraftNotice } from '../../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../../lib/drafts/use-form-draft.ts';
import { HelpLink } from '../../../lib/help-link.tsx';
import { rpc } from '../../../lib/host/rpc.ts';
import { useEnvironmentOptions } from '../../../lib/tree/use-environment-options.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextArea, TextField } from '../../../ui/form/text-field.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useServerOptions } from '../server-options.ts';
import { type PickedProject, projectsIn, typedProject } from './picked-projects.ts';

interface Typed {
  readonly environmentId: string;
  readonly serverId: string;
  readonly name: string;
  readonly text: string;
}

interface Asked extends Typed {
  readonly projects: readonly PickedProject[];
}

const ask = ({ environmentId, serverId, projects }: Asked, preview: boolean): Promise<ComposeImport> =>
  rpc.service.import({
    environmentId,
    ...(serverId === '' ? {} : { serverId }),
    projects: projects.map(({ name, spec }) => ({ name, spec })),
    preview,
  });

/** Makes compose services of a text, or of each project of a folder. */
export const ComposeImporter = ({ organizationId }: { readonly organizationId: string }) => {
  const environments = useEnvironmentOptions(organizationId);
  const servers = useServerOptions(organizationId);
  const [picked, setPicked] = useState<readonly PickedProject[]>([]);
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const input = useRef<HTMLInputElement>(null);
  const form = useForm<Typed>({ defaultValues: { environmentId: '', serverId: '', name: '', text: '' } });
  const { register, handleSubmit, watch, reset } = form;
  const draft = useFormDraft(`import-compose:${organizationId}`, form);
  const typed = watch();
  const { reason } = usePermission('service.create', typed.environmentId || organizationId);
  const look = useMutation({
    mutationFn: (given: Typed) => {
      const projects = picked.length > 0 ? picked : [typedProject(given.name, given.text)];
      return ask({ ...given, projects }, true).then((answer) => ({ answer, asked: { ...given, projects } }));
    },
    onSuccess: () => setOut(new Set()),
  });
  const seen = look.data;
  const bring = useMutation({
    mutationFn: (asked: Asked) =>
      ask({ ...asked, projects: asked.projects.filter(({ name }) => !out.has(name)) }, false),
    onSuccess: () => {
      draft.drop();
      reset({ ...typed, name: '', text: '' });
      setPicked([]);
      look.reset();
    },
  });
  const read = useMutation({ mutationFn: projectsIn, onSuccess: (found) => setPicked(found) });
  const isReady = picked.length > 0 || (typed.name.trim() !== '' && typed.text.trim() !== '');
  const missing =
    typed.environmentId === ''
      ? 'Choose first where it is to be.'
      : isReady
        ? undefined
        : 'Pick a folder, or write a name and a text.';
  return (
    <>
      <Panel title="The files">
        <form
          aria-label="The files"
          className="flex flex-col gap-3"
          onSubmit={handleSubmit((given) => {
            bring.reset();
            look.mutate(given);
          })}
        >
          <DraftNotice {...draft.notice} />
          <div className="grid gap-3 sm:grid-cols-2">
            <SelectField label="Environment" options={environments} {...register('environmentId')} />
            <SelectField label="Server" options={servers} {...register('serverId')} />
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button size="sm" icon={FolderUp} isBusy={read.isPending} onClick={() => input.current?.click()}>
              Pick a folder …
            </Button>
            <span aria-live="polite" className="text-secondary text-sm">
              {pickedWords(picked, read.isSuccess)}
            </span>
            {picked.length > 0 && (
              <Button size="sm" variant="ghost" onClick={() => setPicked([])}>
                Write a text instead
              </Button>
            )}
            <HelpLink chapter="import">What is taken along</HelpLink>
          </div>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="Folder of compose files"
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])];
              currentTarget.value = '';
              if (files.length > 0) read.mutate(files);
            }}
            {...{ webkitdirectory: '' }}
          />
          {picked.length === 0 && (
            <>
              <TextField label="Name of the service" placeholder="blog" {...register('name')} />
              <TextArea label="Compose file" isMono rows={10} {...register('text')} />
            </>
          )}
          <div>
            <Button
              type="submit"
              variant={seen ? 'default' : 'primary'}
              isBusy={look.isPending}
              disabledReason={reason ?? missing}
            >
              {seen ? 'Look again' : 'Look at it'}
            </Button>
          </div>
          <InlineError error={read.error ?? look.error} />
        </form>
      </Panel>
      {(bring.data ?? seen) && (
        <ComposeProjects
          organizationId={organizationId}
          found={bring.data ?? seen?.answer ?? { isDone: false, projects: [] }}
          notes={
            new Map(
              seen?.asked.projects.map(({ name, left }) => [
                name,
                left.map((path) => `Is not taken along: ${path}`),
              ]),
            )
          }
          verb="Import"
          done="Nothing runs yet: open each service, accept what asks for root, and deploy it."
          out={out}
          onOut={setOut}
          error={bring.error}
          isBusy={bring.isPending}
          onImport={() => seen && bring.mutate(seen.asked)}
        />
      )}
    </>
  );
};

function pickedWords(picked: readonly PickedProject[], wasRead: boolean): string {
  if (picked.length === 0) return wasRead ? 'There is no compose file in it, nor in a folder in it.' : '';
  return `${picked.length === 1 ? '1 project' : `${picked.length} projects`}: ${picked.map(({ name }) => name).join(', ')}`;
}
