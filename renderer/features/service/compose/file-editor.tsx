import { Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Composition } from '#shared/contract/composition.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/form/code-area.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { type ComposeForm, namesIn } from './compose-form.ts';
import { ProjectProblems } from './composition-panel.tsx';
import { FileTabs } from './file-tabs.tsx';

/** Reading YAML takes a parser, which nobody else waits for. */
const PartForm = lazy(async () => ({ default: (await import('./part-form.tsx')).PartForm }));

interface FileEditorProps extends Pick<Composition, 'problems'> {
  readonly form: UseFormReturn<ComposeForm>;
}

/** The files of a project that are written here, one at a time. */
export function FileEditor({ form, problems }: FileEditorProps) {
  const { formState, watch, setValue } = form;
  const [at, setAt] = useState(0);
  const files = watch('files');
  const index = Math.min(at, files.length - 1);
  const file = files[index];
  const put = (next: ComposeForm['files']) => setValue('files', next, { shouldDirty: true });
  const change = (part: Partial<ComposeForm['files'][number]>) =>
    put(files.map((each, place) => (place === index ? { ...each, ...part } : each)));
  const marked = new Set(problems.filter((each) => each.file === file?.path).map(({ line }) => line));
  const errors = formState.errors.files?.[index];
  const isComposeFile = namesIn(watch('composeFiles')).includes(file?.path ?? '');
  return (
    <>
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
          {isComposeFile && (
            <Suspense>
              <PartForm text={file.text} onChange={(text) => change({ text })} />
            </Suspense>
          )}
          <CodeArea
            label={`Text of ${file.path || 'the file'}`}
            value={file.text}
            marked={marked}
            error={errors?.text?.message}
            onChange={(event) => change({ text: event.target.value })}
          />
        </>
      )}
    </>
  );
}

const freshName = (files: ComposeForm['files']): string => {
  const taken = new Set(files.map(({ path }) => path));
  const wanted = ['.env', 'compose.override.yaml', 'file.txt'];
  return wanted.find((path) => !taken.has(path)) ?? `file-${files.length}.txt`;
};
