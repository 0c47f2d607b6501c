import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';

const shownMs = 1_500;

/** Copies a text, and shows for a moment that it did. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const [result, setResult] = useState<'done' | 'refused'>();
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setResult('done'),
      () => setResult('refused'),
    );
  };
  const words = { done: 'Copied', refused: 'The browser refused; select the text and copy it by hand' };
  return (
    <>
      <IconButton
        label={result ? words[result] : label}
        icon={result === 'done' ? Check : Copy}
        size="sm"
        onClick={copy}
      />
      <span role="status" className="sr-only">
        {result && words[result]}
      </span>
    </>
  );
};
