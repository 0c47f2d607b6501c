import { Check, Copy } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { useCopy } from './use-copy.ts';

/** Copies a text, and shows for a moment that it did. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { copy, result, words } = useCopy(text);
  return (
    <>
      <IconButton label={words ?? label} icon={result === 'done' ? Check : Copy} size="sm" onClick={copy} />
      <span role="status" className="sr-only">
        {words}
      </span>
    </>
  );
};
