import type { DokployEnvironment, DokployImport, DokployProject } from '#shared/contract/dokploy.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { nodePath } from '../../../lib/navigation.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { type Choice, choosableIn, everything, withTicked } from './choice.ts';
import { DokployServiceRow } from './dokploy-service-row.tsx';
import { Notes } from './notes.tsx';

interface DokployTreeProps {
  readonly organizationId: string;
  readonly found: DokployImport;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onImport: () => void;
  readonly onAgain: () => void;
}

/** What would be made of an instance, each with what has no place here; once it is done, what was made. */
export const DokployTree = (props: DokployTreeProps) => {
  const { organizationId, found, choice, onChoose, error, isBusy, onImport, onAgain } = props;
  const all = everything(found);
  const projects = found.projects.filter(({ fate }) => !found.isDone || fate !== 'unwanted');
  if (projects.length === 0)
    return <Notice tone="info">There is no project in it that this key sees.</Notice>;
  return (
    <div className="flex flex-col gap-4">
      {found.isDone ? (
        <Notice
          tone="success"
          title="It is here"
          action={
            <Button size="sm" onClick={onAgain}>
              Import more
            </Button>
          }
        >
          Nothing runs yet. Do what the notes say, then deploy it.
        </Notice>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" onClick={() => onChoose(all)}>
            Tick everything
          </Button>
          <Button size="sm" onClick={() => onChoose(new Set())}>
            Tick nothing
          </Button>
        </div>
      )}
      {projects.map((project) => (
        <ProjectPanel
          key={project.id}
          {...{ organizationId, project, choice, onChoose, isDone: found.isDone }}
        />
      ))}
      {!found.isDone && (
        <>
          <InlineError error={error} />
          <div>
            <Button
              variant="primary"
              isBusy={isBusy}
              disabledReason={choice.size === 0 ? 'Tick first what is to be brought in.' : undefined}
              onClick={onImport}
            >
              Import {choice.size}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};

interface InProject extends Pick<DokployTreeProps, 'organizationId' | 'choice' | 'onChoose'> {
  readonly isDone: boolean;
}

const ProjectPanel = ({ project, ...rest }: InProject & { readonly project: DokployProject }) => {
  const { organizationId, isDone } = rest;
  const environments = project.environments.filter(({ fate }) => !isDone || fate !== 'unwanted');
  return (
    <Panel
      title={project.name}
      actions={
        isDone && project.nodeId !== null ? (
          <AppLink to={nodePath(organizationId, 'project', project.nodeId)} className="text-accent underline">
            Open {project.name}
          </AppLink>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <Notes notes={project.notes} />
        {environments.map((environment) => (
          <EnvironmentPart key={environment.id} environment={environment} {...rest} />
        ))}
      </div>
    </Panel>
  );
};

const EnvironmentPart = ({
  environment,
  ...rest
}: InProject & { readonly environment: DokployEnvironment }) => {
  const { choice, onChoose, isDone } = rest;
  const choosable = choosableIn(environment);
  const services = environment.services.filter(({ fate }) => !isDone || fate !== 'unwanted');
  const isTicked = choosable.length > 0 && choosable.every((id) => choice.has(id));
  return (
    <section aria-label={environment.name} className="flex flex-col gap-2">
      {isDone ? (
        <h3 className="font-semibold">{environment.name}</h3>
      ) : (
        <div className="font-semibold">
          <Checkbox
            label={environment.name}
            isChecked={isTicked}
            disabledReason={choosable.length === 0 ? 'There is nothing new in it.' : undefined}
            onChange={(next) => onChoose(withTicked(choice, choosable, next))}
          />
        </div>
      )}
      <div className="flex flex-col gap-3 pl-6">
        <Notes notes={environment.notes} />
        {services.map((service) => (
          <DokployServiceRow key={service.id} service={service} {...rest} />
        ))}
      </div>
    </section>
  );
};
