interface FileTabsProps {
  readonly paths: readonly string[];
  /** Those that something is wrong in. */
  readonly wrong: ReadonlySet<string>;
  readonly index: number;
  readonly onChange: (index: number) => void;
}

/** Which of a project's files is edited. */
export function FileTabs({ paths, wrong, index, onChange }: FileTabsProps) {
  return (
    <div role="group" aria-label="Files of the project" className="flex flex-wrap gap-1">
      {paths.map((path, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: while its name is typed a file is its place
          key={place}
          type="button"
          aria-pressed={place === index}
          className="h-7 rounded border border-control px-2 font-mono text-secondary text-sm hover:border-muted aria-pressed:border-accent aria-pressed:bg-selected aria-pressed:text-primary"
          onClick={() => onChange(place)}
        >
          {path || 'no name'}
          {wrong.has(path) && <span className="ml-1 text-danger">(has a problem)</span>}
        </button>
      ))}
    </div>
  );
}
