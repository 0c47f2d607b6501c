import { CopyButton } from '../../ui/copy-button.tsx';

interface FingerprintCardProps {
  readonly title: string;
  readonly type: string | undefined;
  readonly fingerprint: string;
}

/** A host key as ssh-keygen prints it, large enough to be compared. */
export const FingerprintCard = ({ title, type, fingerprint }: FingerprintCardProps) => (
  <div className="rounded border border-line bg-panel px-3 py-2">
    <p className="text-secondary text-sm">
      {title}
      {type && <span className="text-muted"> · {type}</span>}
    </p>
    <p className="flex items-center gap-1">
      <code className="min-w-0 flex-1 break-all font-mono">{fingerprint}</code>
      <CopyButton text={fingerprint} label="Copy the fingerprint" />
    </p>
  </div>
);
