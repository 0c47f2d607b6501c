import type { ComposeImport } from '#shared/contract/compose-import.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AppLink } from '../app-link.tsx';
import { nodePath } from '../navigation.ts';

type Project = ComposeImport['projects'][number];

interface ComposeProjectsProps {
  readonly organizationId: string;
  readonly found: { readonly isDone: boolean; readonly projects: readonly Project[] };
  /** What is worth knowing of each, by its name. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** What is done with those that are ticked. */
  readonly verb: string;
  /** What there is to do once they are here. */
  readonly done: string;
  /** The names of those that are not to be brought in. */
  readonly out: ReadonlySet<string>;
  readonly onOut: (out: ReadonlySet<string>) => void;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onImport: () => void;
}

/** The services that compose projects would become, with what is wrong with each; then those that they became. */
export const ComposeProjects = ({
  organizationId,
  found,
  notes,
  verb,
  done,
  ...props
}: ComposeProjectsProps) => {
  const { out, onOut, error, isBusy, onImport } = props;
  const { projects, isDone } = found;
  const chosen = projects.filter(({ name }) => !out.has(name));
  const hasProblem = chosen.some(({ problems }) => problems.length > 0);
  const toggle = (name: string, isIn: boolean): void => {
    const next = new Set(out);
    if (isIn) next.delete(name);
    else next.add(name);
    onOut(next);
  };
  const reason =
    chosen.length === 0
      ? 'Tick first what is to be brought in.'
      : hasProblem
        ? 'Untick what cannot be made, or mend it.'
        : undefined;
  return (
    <div className="flex flex-col gap-4">
      {isDone && (
        <Notice tone="success" title="It is here">
          {done}
        </Notice>
      )}
      <Panel title={isDone ? 'What was made' : 'What would be made'}>
        <ul className="flex flex-col gap-3">
          {projects.map((project) => (
            <li key={project.name} className="flex flex-col gap-1">
              {project.serviceId === null ? (
                <Checkbox
                  label={project.name}
                  hint={`${project.parts.join(', ') || 'nothing'} (${project.files.join(', ')})`}
                  isChecked={!out.has(project.name)}
                  onChange={(isIn) => toggle(project.name, isIn)}
                />
              ) : (
                <AppLink
                  to={nodePath(organizationId, 'service', project.serviceId)}
                  className="font-medium text-accent underline"
                >
                  {project.name}
                </AppLink>
              )}
              <Told project={project} notes={notes.get(project.name) ?? []} />
            </li>
          ))}
        </ul>
      </Panel>
      {!isDone && (
        <>
          <InlineError error={error} />
          <div>
            <Button variant="primary" isBusy={isBusy} disabledReason={reason} onClick={onImport}>
              {verb} {chosen.length}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};

const Told = ({ project, notes }: { readonly project: Project; readonly notes: readonly string[] }) => {
  const { problems, warnings, findings } = project;
  const lines = [
    ...problems.map(
      ({ file, line, path, message }) =>
        `Cannot be made: ${file === '' ? '' : `${file}, line ${line}: `}${path} ${message}`,
    ),
    ...findings.map(
      ({ file, line, what }) => `Asks for root on its server, to be accepted: ${file}, line ${line}: ${what}`,
    ),
    ...warnings.map(({ file, line, message }) => `${file}, line ${line}: ${message}`),
    ...notes,
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="flex list-disc flex-col gap-0.5 pl-11 text-secondary text-sm">
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
};
