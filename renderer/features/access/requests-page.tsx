import { useMutation } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import type { AccessRequest } from '#shared/contract/access.ts';
import { actWords } from '../../lib/access/permission-words.ts';
import { useRequests } from '../../lib/access/use-requests.ts';
import { age } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { rpc } from '../../lib/host/rpc.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { DeclineDialog } from './decline-dialog.tsx';

const tones = { open: 'accent', granted: 'running', declined: 'failed', withdrawn: 'neutral' } as const;

const Withdraw = ({ request }: { readonly request: AccessRequest }) => {
  const withdraw = useMutation({ mutationFn: () => rpc.access.withdraw({ accessRequestId: request.id }) });
  return (
    <>
      <InlineError error={withdraw.error} />
      <Button size="sm" isBusy={withdraw.isPending} onClick={() => withdraw.mutate()}>
        Withdraw
      </Button>
    </>
  );
};

const Answers = ({ request }: { readonly request: AccessRequest }) => {
  const [open, setOpen] = useState<'grant' | 'decline'>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Button size="sm" variant="primary" onClick={() => setOpen('grant')}>
        Grant…
      </Button>
      <Button size="sm" onClick={() => setOpen('decline')}>
        Decline…
      </Button>
      {open === 'grant' && <AnswerDialog request={request} onClose={close} />}
      {open === 'decline' && <DeclineDialog request={request} onClose={close} />}
    </>
  );
};

const Row = ({ request }: { readonly request: AccessRequest }) => {
  const { memberName, isOwn, permission, place, reason, state, answer, answeredBy, createdAt } = request;
  return (
    <li className="flex items-start gap-3 border-line border-b px-3 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{isOwn ? 'You' : memberName}</span>{' '}
          <span className="text-secondary">asked to</span> {actWords(permission)}{' '}
          <span className="text-secondary">on</span> <span className="font-medium">{place.path}</span>
          <span className="ml-2 text-muted text-sm">{age(createdAt)}</span>
        </p>
        <p className="break-words text-secondary">“{reason}”</p>
        {state !== 'open' && (
          <p className="mt-0.5 break-words text-muted text-sm">
            {answeredBy ? `${state} by ${answeredBy}` : state}
            {answer && `: “${answer}”`}
          </p>
        )}
      </div>
      <Badge tone={tones[state]}>{state}</Badge>
      {state === 'open' && request.isAnswerable && <Answers request={request} />}
      {state === 'open' && isOwn && <Withdraw request={request} />}
    </li>
  );
};

const RequestList = (props: { readonly title: string; readonly requests: readonly AccessRequest[] }) =>
  props.requests.length === 0 ? null : (
    <Panel title={props.title} isFlush>
      <ul>
        {props.requests.map((request) => (
          <Row key={request.id} request={request} />
        ))}
      </ul>
    </Panel>
  );

/** Requests for access: those to answer, one's own, and what came of earlier ones. */
export const RequestsPage = ({ organizationId }: { readonly organizationId: string }) => {
  const query = useRequests(organizationId);
  return (
    <ResourcePage query={query} what="the requests">
      {(requests) => <Requests requests={requests} />}
    </ResourcePage>
  );
};

function Requests({ requests }: { readonly requests: readonly AccessRequest[] }) {
  const waiting = requests.filter(({ state, isAnswerable }) => state === 'open' && isAnswerable);
  const own = requests.filter(({ isOwn }) => isOwn);
  const others = requests.filter((request) => !waiting.includes(request) && !own.includes(request));
  return (
    <>
      {requests.length === 0 && (
        <EmptyState icon={Inbox} title="Nobody waits for anything">
          Whoever lacks a permission can ask for it where it is missing, with a reason. Whoever may give it
          answers here.
        </EmptyState>
      )}
      <RequestList title="To answer" requests={waiting} />
      <RequestList title="Your own" requests={own} />
      <RequestList title="Earlier" requests={others} />
    </>
  );
}
