import { Wrench } from 'lucide-react';
import type { Setup } from '#shared/contract/server.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { AppLink } from '../app-link.tsx';
import { useNode } from '../tree/use-tree.ts';
import { isUnderWay, type SetUp, useSetUp } from './use-set-up.ts';

interface SetUpNowProps {
  readonly serverId: string;
  /** What one came for goes on; called when the server became ready. */
  readonly onReady?: () => void;
  /** The address of the set-up's own page; without it there is no way there, as from a form that would be lost. */
  readonly path?: string;
  /** It may be set up already, and lacks something that a set-up installs. */
  readonly isForMissing?: boolean;
}

/** The way to make a server ready from where that is missing: started, followed and ended without leaving the place. */
export function SetUpNow({ serverId, onReady, path, isForMissing = false }: SetUpNowProps) {
  const name = useNode(serverId)?.name ?? 'The server';
  const setUp = useSetUp(serverId, onReady);
  const { current, error } = setUp;
  return (
    <>
      {current && isUnderWay(current) ? (
        <UnderWay name={name} path={path} setup={current} />
      ) : (
        <Offer name={name} path={path} setUp={setUp} isForMissing={isForMissing} />
      )}
      <InlineError error={error} />
    </>
  );
}

interface PartProps {
  readonly name: string;
  readonly path: string | undefined;
}

interface OfferProps extends PartProps {
  readonly setUp: SetUp;
  readonly isForMissing: boolean;
}

function Offer({ name, path, setUp, isForMissing }: OfferProps) {
  const { current, start, isStarting, disabledReason } = setUp;
  const failed = current && current.state !== 'succeeded' ? current : undefined;
  const { title, text } = isForMissing ? missingWords(name) : unreadyWords(name);
  if (isForMissing && current?.state === 'succeeded')
    return (
      <Notice tone="success" title={`The set-up of ${name} succeeded`}>
        What was missing is installed: deploy again.
      </Notice>
    );
  return (
    <Notice
      tone={failed ? 'danger' : 'info'}
      title={failed ? `The set-up of ${name} did not succeed` : title}
      action={
        <Button size="sm" icon={Wrench} isBusy={isStarting} disabledReason={disabledReason} onClick={start}>
          {failed ? 'Set it up again' : 'Set it up now'}
        </Button>
      }
    >
      {failed?.reason ?? text}{' '}
      <WayThere path={path}>{failed ? 'Show its log' : 'Show what it does'}</WayThere>
    </Notice>
  );
}

interface OfferWords {
  readonly title: string;
  readonly text: string;
}

function unreadyWords(name: string): OfferWords {
  return {
    title: `${name} is not set up yet`,
    text: 'Nothing can be deployed there before it is. A set-up installs Docker where it is missing and starts a Swarm.',
  };
}

function missingWords(name: string): OfferWords {
  return {
    title: `A set-up of ${name} installs what is missing`,
    text: 'It leaves alone what is there and runs, and can be run again at any time.',
  };
}

function UnderWay({ name, path, setup }: PartProps & { readonly setup: Setup }) {
  const step = setup.steps.find(({ state }) => state === 'running')?.name;
  return (
    <Notice tone="info" title={`${name} is being set up`}>
      <span className="flex flex-wrap items-center gap-2">
        <Spinner label={step ?? 'Waiting for the server'} />
        <WayThere path={path}>Show its log</WayThere>
      </span>
    </Notice>
  );
}

function WayThere({ path, children }: { readonly path: string | undefined; readonly children: string }) {
  if (path === undefined) return null;
  return (
    <AppLink to={path} className="text-accent underline">
      {children}
    </AppLink>
  );
}
