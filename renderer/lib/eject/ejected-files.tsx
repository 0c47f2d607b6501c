import { useId, useState } from 'react';
import type { EjectedFile } from '#shared/contract/ejection.ts';
import { CodeBlock } from '../../ui/code-text.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';

/** The files of a folder, one of which is shown. */
export const EjectedFiles = ({ files }: { readonly files: readonly EjectedFile[] }) => {
  const [path, setPath] = useState(files[0]?.path ?? '');
  const id = useId();
  const shown = files.find((file) => file.path === path) ?? files[0];
  if (!shown) return null;
  return (
    <div className="flex flex-col gap-2">
      <SelectField
        id={id}
        label={files.length === 1 ? 'One file' : `${files.length} files`}
        options={files.map((file) => ({ value: file.path, label: file.path }))}
        value={shown.path}
        onChange={(event) => setPath(event.target.value)}
      />
      <CodeBlock text={shown.text} label={`Text of ${shown.path}`} maxHeight={288} />
    </div>
  );
};
