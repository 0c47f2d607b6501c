import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Shown once, right after the second factor was turned on. */
export const RecoveryCodes = ({ codes }: { readonly codes: readonly string[] }) => (
  <div className="flex flex-col gap-3">
    <Notice tone="warning" title="Keep these codes now">
      Each lets you in once without the authenticator. They are not shown again.
    </Notice>
    <div className="flex items-start gap-2">
      <ul aria-label="Recovery codes" className="grid flex-1 grid-cols-2 gap-x-6 gap-y-1 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} label="Copy all codes" />
    </div>
  </div>
);
