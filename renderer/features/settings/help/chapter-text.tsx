import { type Block, type Piece, piecesOf } from '#shared/help/chapter.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { organizationPath } from '../../../lib/navigation.ts';
import { CodeText } from '../../../ui/code-text.tsx';

interface Placed {
  readonly organizationId: string;
}

/** The blocks of a chapter, below each other. */
export function ChapterText({ blocks, organizationId }: Placed & { readonly blocks: readonly Block[] }) {
  return blocks.map((block) => <OneBlock key={keyOf(block)} block={block} organizationId={organizationId} />);
}

function OneBlock({ block, organizationId }: Placed & { readonly block: Block }) {
  if (typeof block === 'string')
    return (
      <p>
        <Pieces text={block} organizationId={organizationId} />
      </p>
    );
  const List = 'steps' in block ? 'ol' : 'ul';
  return (
    <List className={`flex flex-col gap-1 pl-5 ${'steps' in block ? 'list-decimal' : 'list-disc'}`}>
      {('steps' in block ? block.steps : block.list).map((line) => (
        <li key={line}>
          <Pieces text={line} organizationId={organizationId} />
        </li>
      ))}
    </List>
  );
}

function Pieces({ text, organizationId }: Placed & { readonly text: string }) {
  return piecesOf(text).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is nothing but its place
    <OnePiece key={at} piece={piece} organizationId={organizationId} />
  ));
}

function OnePiece({ piece, organizationId }: Placed & { readonly piece: Piece }) {
  if (piece.type === 'code') return <CodeText>{piece.text}</CodeText>;
  if (piece.type === 'link')
    return (
      <AppLink to={organizationPath(organizationId, piece.page)} className="text-accent underline">
        {piece.text}
      </AppLink>
    );
  return piece.text;
}

function keyOf(block: Block): string {
  if (typeof block === 'string') return block;
  return ('steps' in block ? block.steps : block.list).join();
}
