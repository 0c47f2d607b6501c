import { FileUp } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { readInvitation, readInvitationFile } from './invitation-file.ts';
import { openInvitation } from './pending-invitation.ts';

const notOne = 'This is no invitation. Paste the whole link, or open the file that you were sent.';

/** Takes an invitation that came as a pasted link or as a file. */
export const OpenInvitation = () => {
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState<string>();
  const fileRef = useRef<HTMLInputElement>(null);
  const fileId = useId();
  const take = (secret: string | undefined): void => {
    if (secret) openInvitation(secret);
    else setProblem(notOne);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    take(readInvitation(pasted));
  };
  const open = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? [];
    if (file) take(await readInvitationFile(file));
    target.value = '';
  };
  return (
    <details className="border-line border-t pt-3">
      <summary className="text-secondary">I was invited</summary>
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <TextField
          label="Invitation link"
          isMono
          value={pasted}
          error={problem}
          onChange={(event) => {
            setPasted(event.target.value);
            setProblem(undefined);
          }}
        />
        <div className="flex gap-2">
          <Button type="submit">Use the link</Button>
          <Button icon={FileUp} onClick={() => fileRef.current?.click()}>
            Open invitation file
          </Button>
          <label htmlFor={fileId} className="sr-only">
            Invitation file
          </label>
          <input
            ref={fileRef}
            id={fileId}
            type="file"
            accept=".quayside-invitation"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void open(event)}
          />
        </div>
      </form>
    </details>
  );
};
