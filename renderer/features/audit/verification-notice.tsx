import type { AuditVerification } from '#shared/contract/audit.ts';
import { counted } from '../../lib/format.ts';
import { Notice } from '../../ui/notice.tsx';

const faults: Readonly<Record<NonNullable<AuditVerification['reason']>, string>> = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  added: 'was added without being part of the chain',
  archive: 'follows an archive that the chain knows nothing of',
  forged: 'was not written by this host',
  end: 'was cut off, or the end of the chain was set to another place',
  older: 'and all after it are gone: the store is an older copy than the one that ran here last',
};

const intact = (count: number): string =>
  count === 1
    ? 'The one event is as it was written'
    : `All ${counted(count, 'event')} are as they were written`;

/** What the verification of the chain found. */
export const VerificationNotice = ({ verdict }: { readonly verdict: AuditVerification }) => {
  const { checked, firstBroken, reason, archivedThrough, lastHash } = verdict;
  if (firstBroken !== null && reason !== null)
    return (
      <Notice tone="danger" title="The chain is broken">
        Event {firstBroken} {faults[reason]}. Keep a copy of the store as it is, and compare it with your
        newest backup.
      </Notice>
    );
  return (
    <Notice tone="success" title={intact(checked)}>
      {archivedThrough > 0 && `Events up to ${archivedThrough} are in archives. `}
      Whoever notes the last hash can tell later that nothing before it was touched:{' '}
      <span className="break-all font-mono text-xs">{lastHash}</span>
    </Notice>
  );
};
