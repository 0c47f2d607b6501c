import { useEffect, useState } from 'react';
import { TextField } from '../ui/form/text-field.tsx';
import { InlineError } from '../ui/inline-error.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useCutTitles } from '../ui/use-cut-titles.ts';
import { useNarrow } from '../ui/use-narrow.ts';
import { type ApiDescription, documentPath, loadDescription } from './api-description.ts';
import { Introduction } from './introduction.tsx';
import { OperationDrawer } from './operation-drawer.tsx';
import { OperationList } from './operation-list.tsx';
import { OperationView } from './operation-view.tsx';

/** The REST interface, to be read and tried: made from the description that the host gives of itself. */
export function ReferencePage() {
  const { description, error } = useDescription();
  const shown = useFragment();
  const isNarrow = useNarrow();
  useCutTitles();
  // in memory alone: whoever loads the page anew pastes it again
  const [apiKey, setApiKey] = useState('');
  const operation = description?.groups
    .flatMap(({ operations }) => operations)
    .find(({ id }) => id === shown);
  useEffect(() => {
    document.title = `${operation ? operation.summary : 'REST interface'} · Quayside`;
  }, [operation]);
  return (
    <div className="flex h-full flex-col">
      <SkipLink />
      <header className="flex flex-wrap items-end gap-x-6 gap-y-2 border-line border-b bg-panel px-4 py-2">
        {isNarrow && description && <OperationDrawer groups={description.groups} shown={operation?.id} />}
        <div className="min-w-0 flex-1 self-center">
          <p className="font-semibold text-lg">
            <a href="#about">Quayside REST interface</a>
          </p>
          <p className="text-secondary text-sm">
            {description && `Version ${description.version} · `}
            <a className="text-accent underline" href={documentPath}>
              OpenAPI 3.1
            </a>{' '}
            ·{' '}
            <a className="text-accent underline" href="/">
              Open Quayside
            </a>
          </p>
        </div>
        <div className="w-[28rem] max-w-full">
          <TextField
            label="API key to try with"
            type="password"
            placeholder="qs_…"
            isMono
            value={apiKey}
            onChange={(event) => setApiKey(event.target.value.trim())}
            hint="Kept in this page’s memory only; without one you ask as a stranger."
          />
        </div>
      </header>
      {error !== undefined && (
        <div className="p-4">
          <InlineError error={error} />
        </div>
      )}
      {!description && error === undefined && (
        <div className="p-4">
          <Spinner label="Loading the description" />
        </div>
      )}
      {description && (
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(15rem,20rem)_minmax(0,1fr)] narrow:grid-cols-[minmax(0,1fr)]">
          {!isNarrow && <OperationList groups={description.groups} shown={operation?.id} />}
          <main
            key={operation?.id}
            id="page"
            // read by keyboard where it holds nothing else to stand on
            tabIndex={0}
            aria-label={operation?.summary ?? 'About the REST interface'}
            className="relative min-h-0 overflow-y-auto focus-visible:outline-offset-[-2px]"
          >
            {operation ? (
              <OperationView operation={operation} schemas={description.schemas} apiKey={apiKey} />
            ) : (
              <Introduction description={description} unknown={shown === 'about' ? '' : shown} />
            )}
          </main>
        </div>
      )}
    </div>
  );
}

function useDescription(): { description?: ApiDescription; error?: unknown } {
  const [loaded, setLoaded] = useState<{ description?: ApiDescription; error?: unknown }>({});
  useEffect(() => {
    const end = new AbortController();
    loadDescription(end.signal).then(
      (description) => setLoaded({ description }),
      (error: unknown) => {
        if (!end.signal.aborted) setLoaded({ error });
      },
    );
    return () => end.abort();
  }, []);
  return loaded;
}

/** What stands behind the `#` of the address: an operation, or nothing. */
function useFragment(): string {
  const [fragment, setFragment] = useState(readFragment);
  useEffect(() => {
    const read = (): void => setFragment(readFragment());
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return fragment;
}

function readFragment(): string {
  return location.hash.slice(1);
}
