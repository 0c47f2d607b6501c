import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Adoption, FoundWorkload } from '#shared/contract/found.ts';
import { ComposeProjects } from '../../lib/compose/compose-projects.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { useEnvironmentOptions } from '../../lib/tree/use-environment-options.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { projectWords } from './found-words.ts';

interface AdoptFormProps {
  readonly organizationId: string;
  readonly serverId: string;
  readonly found: readonly FoundWorkload[];
}

interface Asked {
  readonly environmentId: string;
  readonly projects: readonly { readonly project: string; readonly name: string }[];
}

/** Chooses compose projects and where they are to be, shows what each becomes, and adopts them. */
export function AdoptForm({ organizationId, serverId, found }: AdoptFormProps) {
  const environments = useEnvironmentOptions(organizationId);
  const client = useQueryClient();
  const [environmentId, setEnvironmentId] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const create = usePermission('service.create', environmentId || organizationId);
  const manage = usePermission('docker.manage', serverId);
  const ask = (asked: Asked, preview: boolean): Promise<Adoption> =>
    rpc.found.adopt({ ...asked, projects: [...asked.projects], serverId, preview });
  const look = useMutation({
    mutationFn: (asked: Asked) => ask(asked, true).then((answer) => ({ answer, asked })),
    onSuccess: () => setOut(new Set()),
  });
  const seen = look.data;
  const adopt = useMutation({
    mutationFn: ({ projects, ...asked }: Asked) =>
      ask({ ...asked, projects: projects.filter(({ name }) => !out.has(name)) }, false),
    onSuccess: async () => {
      look.reset();
      setNames(new Map());
      await client.invalidateQueries({ queryKey: orpc.found.list.queryKey({ input: { serverId } }) });
    },
  });
  const shown = adopt.data ?? seen?.answer;
  const setName = (project: string, name: string | undefined): void => {
    const next = new Map(names);
    if (name === undefined) next.delete(project);
    else next.set(project, name);
    setNames(next);
  };
  const missing =
    names.size === 0
      ? 'Tick first what is to be adopted.'
      : environmentId === ''
        ? 'Choose first where it is to be.'
        : undefined;
  const projects = [...names].map(([project, name]) => ({ project, name: name.trim() || project }));
  return (
    <>
      {found.length > 0 && (
        <Panel title="What can be adopted">
          <form
            aria-label="What can be adopted"
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              adopt.reset();
              look.mutate({ environmentId, projects });
            }}
          >
            <ul className="flex flex-col gap-3">
              {found.map((each) => (
                <li key={each.name} className="flex flex-col gap-2">
                  <Checkbox
                    label={each.name}
                    hint={projectWords(each)}
                    isChecked={names.has(each.name)}
                    onChange={(isIn) => setName(each.name, isIn ? each.name : undefined)}
                  />
                  {names.has(each.name) && (
                    <div className="pl-7 sm:max-w-80">
                      <TextField
                        label={`Name of the service for ${each.name}`}
                        value={names.get(each.name) ?? ''}
                        onChange={({ currentTarget }) => setName(each.name, currentTarget.value)}
                      />
                    </div>
                  )}
                </li>
              ))}
            </ul>
            <div className="sm:max-w-80">
              <SelectField
                label="Environment"
                options={environments}
                value={environmentId}
                onChange={({ currentTarget }) => setEnvironmentId(currentTarget.value)}
              />
            </div>
            <div>
              <Button
                type="submit"
                variant={seen ? 'default' : 'primary'}
                isBusy={look.isPending}
                disabledReason={manage.reason ?? create.reason ?? missing}
              >
                {seen ? 'Look again at it' : 'Look at it'}
              </Button>
            </div>
            <InlineError error={look.error} />
          </form>
        </Panel>
      )}
      {shown && (
        <ComposeProjects
          organizationId={organizationId}
          found={shown}
          notes={new Map(shown.projects.map(({ name, notes }) => [name, notes]))}
          verb="Adopt"
          done="It runs on as it ran: logs, terminal, restart and stop are on the page of each service, and the next deployment starts again only what changed."
          out={out}
          onOut={setOut}
          error={adopt.error}
          isBusy={adopt.isPending}
          onImport={() => seen && adopt.mutate(seen.asked)}
        />
      )}
    </>
  );
}
