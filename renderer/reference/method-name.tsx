import { classNames } from '../ui/class-names.ts';

const colours: Readonly<Record<string, string>> = {
  GET: 'text-accent',
  POST: 'text-state-running',
  PUT: 'text-state-degraded',
  PATCH: 'text-state-degraded',
  DELETE: 'text-danger',
};

/** An HTTP method; in a list in one column. */
export function MethodName({
  method,
  isShort = false,
}: {
  readonly method: string;
  readonly isShort?: boolean;
}) {
  return (
    <span
      className={classNames(
        'shrink-0 font-medium font-mono',
        colours[method],
        isShort ? 'w-12 text-xs' : 'text-sm',
      )}
    >
      {method}
    </span>
  );
}
