import { type CSSProperties, memo } from 'react';
import { type AnsiSpan, type AnsiStyle, parseAnsi } from './ansi.ts';
import type { Range } from './log-query.ts';

const longestShown = 16_384;

const cssOf = (style: AnsiStyle): CSSProperties => ({
  ...(style.foreground === undefined ? {} : { color: `var(--ansi-${style.foreground})` }),
  ...(style.background === undefined
    ? {}
    : { backgroundColor: `color-mix(in srgb, var(--ansi-${style.background}) 20%, transparent)` }),
  ...(style.isBold ? { fontWeight: 600 } : {}),
  ...(style.isDim ? { opacity: 0.75 } : {}),
  ...(style.isItalic ? { fontStyle: 'italic' } : {}),
  ...(style.isUnderlined ? { textDecoration: 'underline' } : {}),
  ...(style.isStruck ? { textDecoration: 'line-through' } : {}),
});

interface Piece {
  readonly text: string;
  readonly style: AnsiStyle;
  readonly isMatch: boolean;
}

const cutSpan = (span: AnsiSpan, from: number, matches: readonly Range[]): Piece[] => {
  const to = from + span.text.length;
  const pieces: Piece[] = [];
  let at = from;
  const push = (end: number, isMatch: boolean) => {
    if (end > at) pieces.push({ text: span.text.slice(at - from, end - from), style: span.style, isMatch });
    at = Math.max(at, end);
  };
  for (const [start, end] of matches) {
    if (end <= from || start >= to) continue;
    push(Math.max(start, from), false);
    push(Math.min(end, to), true);
  }
  push(to, false);
  return pieces;
};

/** Cuts styled runs where matches of a search begin and end. */
export const cutAtMatches = (spans: readonly AnsiSpan[], matches: readonly Range[]): Piece[] => {
  let at = 0;
  return spans.flatMap((span) => {
    const pieces = cutSpan(span, at, matches);
    at += span.text.length;
    return pieces;
  });
};

interface LogTextProps {
  readonly text: string;
  readonly find: ((text: string) => Range[]) | undefined;
  readonly isCurrent: boolean;
}

/** One line with its colours and the matches of a search. Text nodes only, whatever the line holds. */
export const LogText = memo(({ text, find, isCurrent }: LogTextProps) => {
  const spans = parseAnsi(text.length > longestShown ? `${text.slice(0, longestShown)} …` : text);
  const plain = spans.map((span) => span.text).join('');
  const pieces = cutAtMatches(spans, find ? find(plain) : []);
  return (
    <span className="log-text">
      {pieces.map(({ text: part, style, isMatch }, index) => {
        const css = cssOf(style);
        const match = { backgroundColor: `var(--log-match${isCurrent ? '-current' : ''})` };
        return isMatch ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run is nothing but its place in the line
          <mark key={index} style={{ ...css, ...match, color: 'inherit' }}>
            {part}
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run is nothing but its place in the line
          <span key={index} style={css}>
            {part}
          </span>
        );
      })}
    </span>
  );
});
LogText.displayName = 'LogText';
