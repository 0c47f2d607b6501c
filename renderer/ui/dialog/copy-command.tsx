import { Check, SquareTerminal } from 'lucide-react';
import { Button } from '../button.tsx';
import { useCopy } from '../use-copy.ts';

/** Copies the line by which a terminal does the same as the dialog. */
export function CopyCommand({ command }: { readonly command: string }) {
  const { copy, result, words } = useCopy(command);
  return (
    <>
      <Button
        variant="ghost"
        icon={result === 'done' ? Check : SquareTerminal}
        title={command}
        className="mr-auto"
        onClick={copy}
      >
        {words ?? 'Copy as command'}
      </Button>
      <span role="status" className="sr-only">
        {words}
      </span>
    </>
  );
}
