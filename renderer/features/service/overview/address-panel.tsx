import { ExternalLink } from 'lucide-react';
import type { ServiceAddress } from '#shared/contract/service.ts';
import { isDesktop } from '../../../lib/host/port-link.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { addressText, addressWords, firstLink } from './address-words.ts';

interface AddressPanelProps {
  readonly addresses: readonly ServiceAddress[];
  readonly isStopped: boolean;
}

/** Where a service is reached: from outside with a way to open it, and by the services beside it. */
export function AddressPanel({ addresses, isStopped }: AddressPanelProps) {
  if (addresses.length === 0) return null;
  return (
    <Panel title="Where it is reached" actions={!isStopped && <OpenLink addresses={addresses} />}>
      {isStopped && (
        <p className="mb-2 text-secondary">It is stopped: nothing answers here until it is started.</p>
      )}
      <ul aria-label="Addresses" className="flex flex-col gap-2">
        {addresses.map((address) => (
          <li key={`${address.reach} ${address.host} ${address.port} ${address.protocol}`}>
            <p className="flex flex-wrap items-center gap-x-3">
              <CodeText canCopy={address.host !== null}>{addressText(address)}</CodeText>
              <span className="text-secondary">{addressWords(address)}</span>
            </p>
            {address.caution && <p className="text-muted text-sm">{address.caution}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Opens the first address where a web server listens, in a tab or the system's browser. */
export function OpenLink({ addresses }: Pick<AddressPanelProps, 'addresses'>) {
  const url = firstLink(addresses, isDesktop);
  if (url === undefined) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      title={url}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded border border-control bg-canvas px-2.5 font-medium text-primary hover:bg-hover"
    >
      <ExternalLink aria-hidden className="size-4" />
      Open
    </a>
  );
}
