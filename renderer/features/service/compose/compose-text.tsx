import { type ClipboardEvent, useState } from 'react';
import { isDockerRun } from '#shared/compose/docker-run-line.ts';
import { CodeArea } from '../../../ui/form/code-area.tsx';

interface ComposeTextProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The first file of a project. A line of `docker run` that is pasted becomes the file that says the same. */
export function ComposeText({ value, onChange }: ComposeTextProps) {
  const [problem, setProblem] = useState<string>();
  const paste = async (event: ClipboardEvent): Promise<void> => {
    const line = event.clipboardData.getData('text');
    if (!isDockerRun(line)) return;
    event.preventDefault();
    const { fromDockerRun } = await import('#shared/compose/docker-run.ts');
    const made = fromDockerRun(line);
    onChange(made.text ?? line);
    setProblem(
      made.problem && `This line of docker run cannot be written as a compose file: ${made.problem}.`,
    );
  };
  return (
    <CodeArea
      label="Compose file"
      hint="A line of docker run may be pasted as well. Further files, such as .env, are added in its settings."
      error={problem}
      rows={12}
      value={value}
      onPaste={(event) => void paste(event)}
      onChange={(event) => {
        setProblem(undefined);
        onChange(event.target.value);
      }}
    />
  );
}
