import { useState } from 'react';
import type { Explanation } from '#shared/contract/access.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../frames/loaded.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { useExplanation } from './use-explanation.ts';

interface WhyProps {
  readonly permission: Permission;
  readonly nodeId: string;
}

/** What allows it, or what would, as a list of sentences. */
export const Reasons = ({ explanation }: { readonly explanation: Explanation }) => {
  const { isAllowed, by, wouldAllow } = explanation;
  const items = (isAllowed ? by : wouldAllow).map(({ text }) => text);
  if (items.length === 0) return null;
  return (
    <div>
      <p className="text-muted text-sm">{isAllowed ? 'Allowed by' : 'What would allow it'}</p>
      <ul className="list-disc pl-4 text-left">
        {[...new Set(items)].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
};

/** Offers to ask for what is lacking, or says that it was asked for. */
export const AskForIt = ({ explanation }: { readonly explanation: Explanation }) => {
  const [isAsking, setAsking] = useState(false);
  const [wasAsked, setAsked] = useState(false);
  const { isAllowed, permission, place, requestId } = explanation;
  if (isAllowed) return null;
  if (wasAsked || requestId)
    return (
      <p role="status" className="flex items-center gap-2">
        <Badge tone="accent">asked</Badge> You are told when it is answered; it stands under Requests.
      </p>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>Ask for it…</Button>
      {isAsking && (
        <AskDialog
          permission={permission}
          nodeId={place.id}
          place={place.path}
          onAsked={() => {
            setAsked(true);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};

/** Why one may or may not do something on a node, what would allow it, and the way to ask for it. */
export const Why = ({ permission, nodeId }: WhyProps) => {
  const query = useExplanation({ permission, nodeId });
  return (
    <Loaded query={query} doing="Looking up why">
      {(explanation) => (
        <div className="flex flex-col items-start gap-2">
          <p>{explanation.text}</p>
          <Reasons explanation={explanation} />
          <AskForIt explanation={explanation} />
        </div>
      )}
    </Loaded>
  );
};
