import { useEffect, useState } from 'react';

const shownMs = 1_500;

const wordsOf = {
  done: 'Copied',
  refused: 'The browser refused; select the text and copy it by hand',
};

interface Copy {
  readonly copy: () => void;
  readonly result: keyof typeof wordsOf | undefined;
  /** What became of it, for a moment after it. */
  readonly words: string | undefined;
}

/** Copies a text, and tells for a moment that it did. */
export function useCopy(text: string): Copy {
  const [result, setResult] = useState<keyof typeof wordsOf>();
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
  return { copy, result, words: result && wordsOf[result] };
}
