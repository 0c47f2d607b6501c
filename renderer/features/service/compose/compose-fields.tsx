import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/form/code-area.tsx';
import { FormSection } from '../../../ui/form/form-section.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { ServerField } from '../configuration/server-field.tsx';
import { type ComposeForm, toComposeSpec } from './compose-form.ts';
import { CompositionPanel, ProjectProblems } from './composition-panel.tsx';
import { FileTabs } from './file-tabs.tsx';
import { useComposition } from './use-composition.ts';

interface ComposeFieldsProps {
  readonly form: UseFormReturn<ComposeForm>;
  readonly service: Service;
}

/** The files of a project, one at a time, and below them what they come to. */
export function ComposeFields({ form, service }: ComposeFieldsProps) {
  const { register, formState, watch, setValue } = form;
  const [at, setAt] = useState(0);
  const values = watch();
  const { files } = values;
  const index = Math.min(at, files.length - 1);
  const file = files[index];
  const composition = useComposition(service, toComposeSpec(values).spec);
  const put = (next: ComposeForm['files']) => setValue('files', next, { shouldDirty: true });
  const change = (part: Partial<ComposeForm['files'][number]>) =>
    put(files.map((each, place) => (place === index ? { ...each, ...part } : each)));
  const problems = composition.data?.problems ?? [];
  const marked = new Set(problems.filter((each) => each.file === file?.path).map(({ line }) => line));
  const errors = formState.errors.files?.[index];
  return (
    <>
      <FormSection
        title="Files"
        description="Compose files, .env, and what those name. They stay as you write them; variables of Quayside win over .env."
      >
        <div className="flex flex-wrap items-center gap-2">
          <FileTabs
            paths={files.map(({ path }) => path)}
            wrong={new Set(problems.map((each) => each.file))}
            index={index}
            onChange={setAt}
          />
          <Button
            size="sm"
            icon={Plus}
            onClick={() => {
              put([...files, { path: freshName(files), text: '' }]);
              setAt(files.length);
            }}
          >
            Add a file
          </Button>
        </div>
        {file && (
          <>
            <div className="flex items-end gap-2">
              <div className="flex-1">
                <TextField
                  label="Path in the project"
                  isMono
                  error={errors?.path?.message}
                  value={file.path}
                  onChange={(event) => change({ path: event.target.value })}
                />
              </div>
              {files.length > 1 && (
                <Button icon={Trash2} onClick={() => put(files.filter((_, place) => place !== index))}>
                  Remove this file
                </Button>
              )}
            </div>
            <ProjectProblems problems={problems} />
            <CodeArea
              label={`Text of ${file.path || 'the file'}`}
              value={file.text}
              marked={marked}
              error={errors?.text?.message}
              onChange={(event) => change({ text: event.target.value })}
            />
          </>
        )}
        <CompositionPanel service={service} composition={composition} />
      </FormSection>
      <FormSection title="Where and how">
        <ServerField
          organizationId={service.organizationId}
          chosen={values.serverId}
          noneLabel="Choose a server"
          isNoneDisabled
          error={formState.errors.serverId?.message}
          onAdded={(id) => setValue('serverId', id, { shouldDirty: true })}
          {...register('serverId')}
        />
        <div className="grid grid-cols-3 gap-3">
          <TextField
            label="Compose files"
            isMono
            hint="Each is laid over the one before."
            error={formState.errors.composeFiles?.message}
            {...register('composeFiles')}
          />
          <TextField
            label="Profiles"
            isMono
            placeholder="debug, tools"
            error={formState.errors.profiles?.message}
            {...register('profiles')}
          />
          <TextField
            label="Soak time in seconds"
            hint="How long all has to stay well."
            error={formState.errors.soakSeconds?.message}
            {...register('soakSeconds')}
          />
        </div>
      </FormSection>
    </>
  );
}

const freshName = (files: ComposeForm['files']): string => {
  const taken = new Set(files.map(({ path }) => path));
  const wanted = ['.env', 'compose.override.yaml', 'file.txt'];
  return wanted.find((path) => !taken.has(path)) ?? `file-${files.length}.txt`;
};
