import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { type DokployImport, DokployKey, DokployUrl } from '#shared/contract/dokploy.ts';
import { DraftNotice } from '../../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../../lib/errors.ts';
import { HelpLink } from '../../../lib/help-link.tsx';
import { rpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useServerOptions } from '../server-options.ts';
import { type Choice, everything } from './choice.ts';
import { DokployTree } from './dokploy-tree.tsx';

const Values = z.object({ baseUrl: DokployUrl, accessToken: DokployKey, serverId: z.string() });
type Typed = z.input<typeof Values>;
type Given = z.output<typeof Values>;

const fields = ['baseUrl', 'accessToken', 'serverId'] as const;

const ask = (
  organizationId: string,
  { serverId, ...rest }: Given,
  more: { preview: boolean; only?: string[] },
) => rpc.dokploy.import({ organizationId, ...rest, ...(serverId === '' ? {} : { serverId }), ...more });

/** Looks at a Dokploy instance, and brings in what is ticked of it. The key is in this window's memory alone. */
export const DokployImporter = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('project.create', organizationId);
  const servers = useServerOptions(organizationId);
  const [choice, setChoice] = useState<Choice>(new Set());
  const [seen, setSeen] = useState<Given>();
  const heading = useRef<HTMLDivElement>(null);
  const form = useForm<Typed, unknown, Given>({
    resolver: zodResolver(Values),
    defaultValues: { baseUrl: '', accessToken: '', serverId: '' },
  });
  const { register, handleSubmit, formState, setError, reset } = form;
  const draft = useFormDraft(`import-dokploy:${organizationId}`, form, { secrets: ['accessToken'] });
  const onError = (error: unknown): void => {
    applyIssues(error, fields, setError);
  };
  const look = useMutation({
    mutationFn: (given: Given) => ask(organizationId, given, { preview: true }),
    onSuccess: (found, given) => {
      setSeen(given);
      setChoice(everything(found));
      heading.current?.focus();
    },
    onError,
  });
  const bring = useMutation({
    mutationFn: (given: Given) => ask(organizationId, given, { preview: false, only: [...choice] }),
    onSuccess: () => {
      draft.drop();
      reset();
      // the key with them
      look.reset();
      setSeen(undefined);
      heading.current?.focus();
    },
  });
  const found: DokployImport | undefined = bring.data ?? look.data;
  const { errors } = formState;
  const again = (): void => {
    bring.reset();
    look.reset();
  };
  return (
    <>
      <Panel title="The instance">
        <form
          aria-label="The instance"
          className="flex flex-col gap-3"
          onSubmit={handleSubmit((given) => {
            bring.reset();
            look.mutate(given);
          })}
        >
          <DraftNotice {...draft.notice} />
          <TextField
            label="Address"
            isMono
            placeholder="https://dokploy.example.com"
            error={errors.baseUrl?.message}
            {...register('baseUrl')}
          />
          <TextField
            label="API key"
            type="password"
            autoComplete="off"
            hint="Made there under Settings, Profile, API/CLI Keys. It is used for the call, and kept nowhere."
            error={errors.accessToken?.message}
            {...register('accessToken')}
          />
          <SelectField
            label="Server"
            hint="Where the services are to run. Nothing is deployed now."
            options={servers}
            error={errors.serverId?.message}
            {...register('serverId')}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button
              type="submit"
              variant={found ? 'default' : 'primary'}
              isBusy={look.isPending}
              disabledReason={reason}
            >
              {found ? 'Look again' : 'Look at it'}
            </Button>
            <HelpLink chapter="dokploy">What comes along, and what does not</HelpLink>
          </div>
          {Object.keys(errors).length === 0 && <InlineError error={look.error} />}
        </form>
      </Panel>
      <div ref={heading} tabIndex={-1} className="outline-none">
        {found && (
          <DokployTree
            organizationId={organizationId}
            found={found}
            choice={choice}
            onChoose={setChoice}
            error={bring.error}
            isBusy={bring.isPending}
            onImport={() => seen && bring.mutate(seen)}
            onAgain={again}
          />
        )}
      </div>
    </>
  );
};
