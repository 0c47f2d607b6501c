import { type KeyboardEvent, useRef, useState } from 'react';

interface RenameFieldProps {
  readonly name: string;
  /** Rejects with a sentence when the name is refused. */
  readonly onRename: (name: string) => Promise<string | undefined>;
  readonly onDone: () => void;
}

/** A name edited in its place: Enter keeps, Escape leaves; a refused name stays with the reason. */
export const RenameField = ({ name, onRename, onDone }: RenameFieldProps) => {
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState<string>();
  const isSending = useRef(false);

  const send = async (): Promise<void> => {
    if (isSending.current) return;
    if (text.trim() === name || text.trim() === '') return onDone();
    isSending.current = true;
    const refusal = await onRename(text.trim());
    isSending.current = false;
    if (refusal) setProblem(refusal);
    else onDone();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onDone();
    if (event.key === 'Enter') void send();
  };

  return (
    <span className="relative min-w-0 flex-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: the user asked to type here
        autoFocus
        aria-label={`Name of ${name}`}
        aria-invalid={problem ? true : undefined}
        aria-errormessage={problem ? 'rename-problem' : undefined}
        value={text}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => (problem ? onDone() : void send())}
        onClick={(event) => event.stopPropagation()}
        className="h-6 w-full rounded border border-accent bg-canvas px-1 aria-invalid:border-danger"
      />
      {problem && (
        <span
          id="rename-problem"
          role="alert"
          className="absolute top-7 left-0 z-30 w-64 rounded border border-line bg-raised px-2 py-1 text-danger text-sm shadow-overlay"
        >
          {problem}
        </span>
      )}
    </span>
  );
};
