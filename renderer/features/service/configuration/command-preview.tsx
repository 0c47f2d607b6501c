import { parseCommandText, shellOperator } from './command-text.ts';

/** The arguments as the container gets them, one box each, so that nobody has to guess at quoting. */
export const CommandPreview = ({ text }: { readonly text: string }) => {
  const command = parseCommandText(text);
  if (!command.isValid || command.arguments.length === 0) return null;
  const operator = shellOperator(command.arguments);
  return (
    <div className="mt-1">
      <ol aria-label="Arguments" className="flex flex-wrap gap-1">
        {command.arguments.map((argument, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: an argument is nothing but its place
            key={index}
            className="max-w-full truncate whitespace-pre rounded border border-line bg-panel px-1.5 font-mono text-sm"
          >
            {argument === '' ? <span className="text-muted">empty</span> : argument}
          </li>
        ))}
      </ol>
      {operator && (
        <p className="mt-1 text-sm text-state-degraded">
          {operator} means nothing without a shell; write sh -c '…' around the line.
        </p>
      )}
    </div>
  );
};
