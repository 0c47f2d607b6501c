import { useMutation } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import type { AutoDeploy } from '#shared/contract/auto-deploy.ts';
import { orpc } from '../../../../lib/host/rpc.ts';
import { usePermission } from '../../../../lib/use-permission.ts';
import { Button } from '../../../../ui/button.tsx';
import { TextArea } from '../../../../ui/form/text-field.tsx';
import { InlineError } from '../../../../ui/inline-error.tsx';
import { AutoDeploySight } from './auto-deploy-sight.tsx';
import { linesOf, type RulesText, stillUnsaved } from './rules-text.ts';

/** By what commits are left out, as it is typed; a look at the branch tries it before it is saved. */
export function AutoDeployRules({ state }: { readonly state: AutoDeploy }) {
  const { serviceId, isOn, isTold } = state;
  const { reason } = usePermission('deployment.create');
  const saved: RulesText = { words: state.skipWords.join('\n'), paths: state.watchPaths.join('\n') };
  // what was typed stays when somebody else saves meanwhile; what was not follows them
  const [unsaved, setUnsaved] = useState<Partial<RulesText>>({});
  const { words, paths } = { ...saved, ...unsaved };
  const set = useMutation(
    orpc.autoDeploy.set.mutationOptions({
      // what was typed while it was saved stays
      onSuccess: (_, sent) => setUnsaved((now) => stillUnsaved(now, sent)),
    }),
  );
  const look = useMutation(orpc.autoDeploy.preview.mutationOptions());
  const typed = { skipWords: linesOf(words), watchPaths: linesOf(paths) };
  const isSaved = typed.skipWords.join('\n') === saved.words && typed.watchPaths.join('\n') === saved.paths;
  return (
    <>
      {isOn && (
        <div className="grid gap-3 min-[60rem]:grid-cols-2">
          <TextArea
            label="Paths that count"
            isMono
            placeholder={'services/api\n!**/*.md'}
            hint={pathsHint(isTold)}
            disabled={reason !== undefined || (!isTold && state.watchPaths.length === 0)}
            value={paths}
            onChange={(event) => setUnsaved({ ...unsaved, paths: event.target.value })}
          />
          <TextArea
            label="Words that leave a commit out"
            isMono
            hint="One a line, anywhere in what the commit says."
            disabled={reason !== undefined}
            value={words}
            onChange={(event) => setUnsaved({ ...unsaved, words: event.target.value })}
          />
        </div>
      )}
      <div className="flex gap-2">
        <Button
          variant="ghost"
          icon={Eye}
          isBusy={look.isPending}
          disabledReason={reason}
          onClick={() => look.mutate({ serviceId, ...typed })}
        >
          Look at the branch now
        </Button>
        {isOn && !isSaved && (
          <Button
            isBusy={set.isPending}
            disabledReason={reason}
            onClick={() => set.mutate({ serviceId, isOn: true, ...typed })}
          >
            Save paths and words
          </Button>
        )}
      </div>
      {look.data && <AutoDeploySight seen={look.data} />}
      <InlineError error={set.error ?? look.error} />
    </>
  );
}

function pathsHint(isTold: boolean): string {
  return isTold
    ? 'One a line, as in .dockerignore; a commit that changes none is left out. Empty: all count.'
    : 'Only a git provider tells what a commit changes and says: without one each is deployed.';
}
