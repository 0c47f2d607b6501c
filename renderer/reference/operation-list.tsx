import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { classNames } from '../ui/class-names.ts';
import { fieldClasses } from '../ui/form/text-field.tsx';
import type { ApiDescription, ApiOperation } from './api-description.ts';
import { MethodName } from './method-name.tsx';
import { useSearchKey } from './use-search-key.ts';

export interface OperationListProps {
  readonly groups: ApiDescription['groups'];
  /** The id of the one that is shown. */
  readonly shown: string | undefined;
}

/** Every operation by what it is about, with a search over words, paths and permissions. */
export function OperationList({ groups, shown }: OperationListProps) {
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(() => field.current?.focus());
  const current = useRef<HTMLAnchorElement>(null);
  // where the address asked for one that lies out of sight
  useEffect(() => {
    if (shown) current.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const found = groups
    .map(({ title, operations }) => ({
      title,
      operations: operations.filter((each) => isFound(each, title, search)),
    }))
    .filter(({ operations }) => operations.length > 0);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);
  const openFirst = (event: KeyboardEvent): void => {
    const first = found[0]?.operations[0];
    if (event.key === 'Enter' && first) location.hash = first.id;
    if (event.key === 'Escape') setSearch('');
  };
  return (
    <nav aria-label="Operations" className="flex h-full min-h-0 flex-col border-line border-r bg-panel">
      <div className="border-line border-b p-2">
        <input
          ref={field}
          type="search"
          aria-label="Search operations"
          placeholder="Search: deploy, /members, logs.read …"
          aria-keyshortcuts="/"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={openFirst}
          className={classNames(fieldClasses, 'h-7')}
        />
        <p role="status" className="mt-1 text-muted text-xs">
          {count === 1 ? '1 operation' : `${count} operations`}
          {search === '' ? '; press / to search' : ''}
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-1">
        {found.map(({ title, operations }) => (
          <section key={title} aria-label={title}>
            <h2 className="mt-2 px-1 font-semibold text-secondary text-sm">{title}</h2>
            <ul>
              {operations.map(({ id, method, summary }) => (
                <li key={id}>
                  <a
                    ref={id === shown ? current : undefined}
                    href={`#${id}`}
                    aria-current={id === shown ? 'page' : undefined}
                    className={classNames(
                      'flex items-baseline gap-2 rounded px-1 py-0.5 hover:bg-hover focus-visible:outline-offset-[-2px]',
                      id === shown ? 'bg-selected' : '',
                    )}
                  >
                    <MethodName method={method} isShort />
                    <span className="min-w-0 flex-1">{summary}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

function isFound(
  { id, summary, path, method, permission = '' }: ApiOperation,
  title: string,
  search: string,
): boolean {
  const text = `${id} ${summary} ${method} ${path} ${permission} ${title}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
