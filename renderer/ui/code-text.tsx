import { CopyButton } from './copy-button.tsx';

/** A short thing that a machine says: an id, an image, an address. */
export const CodeText = ({
  children,
  canCopy,
}: {
  readonly children: string;
  readonly canCopy?: boolean;
}) => (
  <span className="inline-flex min-w-0 items-center gap-1">
    <code className="min-w-0 break-all font-mono text-sm">{children}</code>
    {canCopy && <CopyButton text={children} label="Copy" />}
  </span>
);

interface CodeBlockProps {
  readonly text: string;
  /** What the text is, for readers and the copy button. */
  readonly label: string;
  /** In pixels; more is scrolled. */
  readonly maxHeight?: number;
}

/** Several lines that a machine says. */
export const CodeBlock = ({ text, label, maxHeight = 320 }: CodeBlockProps) => (
  <div className="relative rounded border border-line bg-panel">
    <div className="absolute top-1 right-1 rounded bg-panel">
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
    <pre
      role="region"
      tabIndex={0}
      aria-label={label}
      style={{ maxHeight }}
      className="overflow-auto whitespace-pre p-3 pr-10 font-mono text-sm"
    >
      {text}
    </pre>
  </div>
);
