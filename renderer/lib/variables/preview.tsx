import { useQuery } from '@tanstack/react-query';
import { Variable } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loaded } from '../frames/loaded.tsx';
import { callsOf, isResolved, type LevelNode } from './calls.ts';
import { NotInherited } from './not-inherited.tsx';
import { ResolvedTable } from './resolved-table.tsx';
import { useScopeChoices } from './use-scope-choices.ts';

interface PreviewProps {
  readonly at: LevelNode;
  /** Whether something was changed and not saved. */
  readonly isChanged: boolean;
}

/** What services get in an environment and on a server, as it is saved; nothing has to be deployed for it. */
export function Preview({ at, isChanged }: PreviewProps) {
  const choices = useScopeChoices(at);
  const [environmentId, setEnvironment] = useState('');
  const [serverId, setServer] = useState('');
  const chosen = environmentId || choices.environment[0]?.id;
  const target: LevelNode | undefined = isResolved(at.level)
    ? at
    : chosen === undefined
      ? undefined
      : { level: 'environment', nodeId: chosen };
  return (
    <>
      {isChanged && <Notice tone="info">It shows what is saved: what you changed here is not in it.</Notice>}
      <div className="flex flex-wrap gap-3">
        {!isResolved(at.level) && choices.environment.length > 0 && (
          <SelectField
            label="In the environment"
            className="w-64"
            value={chosen ?? ''}
            options={choices.environment.map(({ id, label }) => ({ value: id, label }))}
            onChange={(event) => setEnvironment(event.target.value)}
          />
        )}
        <SelectField
          label="On the server"
          className="w-64"
          value={serverId}
          options={[
            { value: '', label: at.level === 'service' ? 'its own' : 'none' },
            ...choices.server.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={(event) => setServer(event.target.value)}
        />
      </div>
      {target ? (
        <Resolved at={target} serverId={serverId} />
      ) : (
        <EmptyState icon={Variable} title="No environment below it">
          What a service gets depends on its environment. Create one first.
        </EmptyState>
      )}
    </>
  );
}

function Resolved({ at, serverId }: { readonly at: LevelNode; readonly serverId: string }) {
  const { calls, at: input } = callsOf(at);
  const asked = serverId === '' ? input : { ...input, serverId };
  const query = useQuery(calls.resolved.queryOptions({ input: asked }));
  return (
    <Loaded query={query} doing="Resolving the variables">
      {({ variables, problems, notInherited }) => (
        <section aria-label="What services get" className="flex flex-col gap-3">
          {problems.length > 0 && (
            <Notice
              tone="warning"
              title={
                at.level === 'service'
                  ? 'A deployment is refused until these are mended'
                  : 'Without a service these have no value'
              }
            >
              <ul>
                {problems.slice(0, 5).map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Notice>
          )}
          {variables.length === 0 ? (
            <p className="text-secondary">Nothing: no level has a variable that holds there.</p>
          ) : (
            <ResolvedTable variables={variables} nodeId={at.nodeId} />
          )}
          <NotInherited variables={notInherited} nodeId={at.nodeId} />
        </section>
      )}
    </Loaded>
  );
}
