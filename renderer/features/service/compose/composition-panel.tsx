import type { Composition } from '#shared/contract/composition.ts';
import type { Service } from '#shared/contract/service.ts';
import { CodeBlock } from '../../../ui/code-text.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { FindingList } from './finding-list.tsx';

interface CompositionPanelProps {
  readonly service: Service;
  readonly composition: { readonly data?: Composition | undefined; readonly error: unknown };
}

/** What is wrong in the files, by their lines; nothing while they can be read. */
export function ProjectProblems({ problems }: Pick<Composition, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <Notice tone="danger" title="The files cannot be read as a project">
      <Places all={problems} />
    </Notice>
  );
}

/** What the files come to: what asks for root, and the final file. */
export function CompositionPanel({ service, composition: { data, error } }: CompositionPanelProps) {
  if (error) return <InlineError error={error} />;
  if (!data) return null;
  const { warnings, findings, text, parts, commit } = data;
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="info" title="Worth knowing">
          <Places all={warnings} />
        </Notice>
      )}
      {findings.length > 0 && <FindingList service={service} findings={findings} />}
      {text !== '' && (
        <details className="rounded-lg border border-line px-3 py-2">
          <summary className="cursor-pointer font-medium">
            The final file{' '}
            <span className="font-normal text-secondary">
              runs {parts.join(', ')}
              {commit !== null && `, at commit ${commit.slice(0, 12)}`}
            </span>
          </summary>
          <div className="mt-2">
            <CodeBlock text={text} label="the final file" maxHeight={480} />
          </div>
        </details>
      )}
    </>
  );
}

function Places({ all }: { readonly all: Composition['problems'] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {all.slice(0, 20).map(({ file, line, path, message }) => (
        <li key={`${file}:${line} ${path} ${message}`}>
          <span className="font-mono text-sm">
            {file}:{line}
          </span>{' '}
          {path && <span className="font-mono text-sm">{path} </span>}
          {message}
        </li>
      ))}
    </ul>
  );
}
