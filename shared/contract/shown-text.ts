import { hidesSomething } from '../model/invisible.ts';

/** A text from outside as it may be shown: in one line, without what nobody sees, and not endless. */
export function shownText(text: string, longest = 120): string {
  const plain = hidesSomething(text)
    ? text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gv, ' ')
    : text;
  return plain.length > longest ? `${plain.slice(0, longest)}…`.toWellFormed() : plain;
}
