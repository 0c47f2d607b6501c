/**
 * A chapter of the help. Its texts are data, so that they are searched, and so that a test checks what they name: words
 * between backticks are code, `[words](page)` leads to a page of the organization by the id of its descriptor.
 */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  /** Further words by which it is found, in lower case. */
  readonly words?: readonly string[];
  readonly blocks: readonly Block[];
}

/** A paragraph, the steps of a task in their order, or a list. */
export type Block = string | { readonly steps: readonly string[] } | { readonly list: readonly string[] };

/** A piece of a text. */
export type Piece =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly page: string };

const markup = /`([^`]+)`|\[([^\]]+)\]\(([a-z-]+)\)/g;

/** A text in its pieces, in their order. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(markup)) {
    if (match.index > end) pieces.push({ type: 'text', text: text.slice(end, match.index) });
    const [whole, code, words = '', page = ''] = match;
    pieces.push(code === undefined ? { type: 'link', text: words, page } : { type: 'code', text: code });
    end = match.index + whole.length;
  }
  return end < text.length ? [...pieces, { type: 'text', text: text.slice(end) }] : pieces;
}

/** All texts of a chapter below its title. */
export function textsOf({ blocks }: Chapter): string[] {
  return blocks.flatMap((block) => {
    if (typeof block === 'string') return [block];
    return 'steps' in block ? [...block.steps] : [...block.list];
  });
}

/** The chapters that hold every word typed, those that have them in the title first. */
export function searchChapters(chapters: readonly Chapter[], query: string): Chapter[] {
  const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string): boolean => typed.every((word) => text.includes(word));
  const titleOf = ({ title, words = [] }: Chapter): string => [title, ...words].join(' ').toLowerCase();
  const plain = (text: string): string =>
    piecesOf(text)
      .map((piece) => piece.text)
      .join('');
  const found = chapters.filter((chapter) =>
    holds(`${titleOf(chapter)} ${textsOf(chapter).map(plain).join(' ').toLowerCase()}`),
  );
  return [...found.filter((each) => holds(titleOf(each))), ...found.filter((each) => !holds(titleOf(each)))];
}
