import { Minus, Plus } from 'lucide-react';
import type { AccessDifference, AccessPreview } from '#shared/contract/grant.ts';
import { Badge } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { permissionGroups } from './permission-words.ts';

const Side = ({
  permissions,
  isGain,
}: {
  readonly permissions: readonly string[];
  readonly isGain: boolean;
}) => {
  if (permissions.length === 0) return null;
  const Icon = isGain ? Plus : Minus;
  return (
    <div className={isGain ? 'text-state-running' : 'text-danger'}>
      <p className="flex items-center gap-1.5 font-medium">
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {isGain ? `gains ${permissions.length}` : `loses ${permissions.length}`}
      </p>
      <p className="pl-5 text-secondary text-sm">
        {permissionGroups(permissions)
          .map(({ text }) => text)
          .join(' · ')}
      </p>
    </div>
  );
};

const placeOf = ({ kind, path }: AccessDifference): string =>
  kind === 'organization' ? 'Everywhere in the organization' : `${kind} ${path ?? 'that you may not see'}`;

/** “gains 4, loses 2” as two badges. */
export const DifferenceBadges = ({ gains, loses }: { readonly gains: number; readonly loses: number }) => (
  <span className="inline-flex gap-1">
    {gains > 0 && <Badge tone="running">gains {gains}</Badge>}
    {loses > 0 && <Badge tone="failed">loses {loses}</Badge>}
    {gains + loses === 0 && <Badge>changes nothing</Badge>}
  </span>
);

/** Why a change would be refused, part by part. */
export const Refusals = ({ refusals }: { readonly refusals: AccessPreview['refusals'] }) => {
  const reasons = [...new Set(refusals.map(({ reason }) => reason))];
  if (reasons.length === 0) return null;
  return (
    <Notice tone="danger" title="This would be refused">
      <ul className="list-disc pl-4">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Notice>
  );
};

/** What a change gives and takes, node by node. */
export const DifferenceList = ({ preview }: { readonly preview: AccessPreview }) => (
  <div className="flex flex-col gap-2">
    <Refusals refusals={preview.refusals} />
    {preview.isSuspended && (
      <Notice tone="info">
        {preview.name} is suspended, so nothing of this opens before they are restored.
      </Notice>
    )}
    {preview.differences.length === 0 && (
      <p className="text-secondary">{preview.name} may do after it exactly what they may do now.</p>
    )}
    <ul aria-label={`What ${preview.name} gains and loses`} className="flex flex-col gap-2">
      {preview.differences.map((difference) => (
        <li
          key={`${difference.nodeId}${difference.path}${difference.gained.join()}`}
          className="rounded border border-line p-2.5"
        >
          <p className="mb-1 font-medium">{placeOf(difference)}</p>
          <Side permissions={difference.gained} isGain />
          <Side permissions={difference.lost} isGain={false} />
        </li>
      ))}
    </ul>
  </div>
);
