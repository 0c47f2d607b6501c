import { useMutation } from '@tanstack/react-query';
import { ExternalLink, Network, Pencil, RotateCw, Trash2 } from 'lucide-react';
import type { Domain } from '#shared/contract/domain.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { formatDay } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';

/** The dialog that is open for one of the domains. */
export interface OpenedDomain {
  readonly type: 'dns' | 'change' | 'delete';
  readonly domain: Domain;
}

const actions = [
  { type: 'dns', verb: 'Check the DNS of', icon: Network, permission: 'domain.read' },
  { type: 'change', verb: 'Change', icon: Pencil, permission: 'domain.update' },
  { type: 'delete', verb: 'Delete', icon: Trash2, permission: 'domain.delete' },
] as const;

/** What is shown of a domain, and what can be done with it. */
export function useDomainColumns(
  serviceId: string,
  open: (opened: OpenedDomain) => void,
): readonly TableColumn<Domain>[] {
  const check = usePermissionCheck();
  const apply = useMutation({ mutationFn: (domainId: string) => rpc.domain.apply({ domainId }) });
  return [
    { id: 'host', header: 'Address', width: 'minmax(0, 2fr)', cell: (domain) => <Address domain={domain} /> },
    {
      id: 'leads',
      header: 'Leads to',
      cell: ({ port, part }) => (
        <span className="font-mono text-sm">{`${part === null ? '' : `${part}:`}${port}`}</span>
      ),
    },
    { id: 'https', header: 'HTTPS', width: '9rem', cell: (domain) => <Https domain={domain} /> },
    {
      id: 'extras',
      header: 'Besides',
      width: 'minmax(0, 1.5fr)',
      cell: (domain) => (
        <span className="text-secondary" title={extrasOf(domain)}>
          {extrasOf(domain)}
        </span>
      ),
    },
    { id: 'state', header: 'State', width: '11rem', cell: (domain) => <State domain={domain} /> },
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '8.5rem',
      align: 'right',
      cell: (domain) => (
        <span className="inline-flex">
          {domain.state === 'failed' && (
            <IconButton
              label={`Try ${nameOf(domain)} again`}
              icon={RotateCw}
              size="sm"
              disabledReason={check('domain.update', serviceId)}
              onClick={() => apply.mutate(domain.id)}
            />
          )}
          {actions.map(({ type, verb, icon, permission }) => (
            <IconButton
              key={type}
              label={`${verb} ${nameOf(domain)}`}
              icon={icon}
              size="sm"
              disabledReason={check(permission, serviceId)}
              onClick={() => open({ type, domain })}
            />
          ))}
        </span>
      ),
    },
  ];
}

/** A domain as people read it. */
export const nameOf = ({ host, path }: Pick<Domain, 'host' | 'path'>): string =>
  `${shownHost(host)}${path === '/' ? '' : path}`;

const httpsWords = {
  none: 'off',
  acme: 'Let’s Encrypt',
  internal: 'of the proxy',
  own: 'own certificate',
} as const;

const endings = {
  early: { tone: 'degraded', text: 'Not begun' },
  good: undefined,
  month: undefined,
  fortnight: { tone: 'degraded', text: 'Ends soon' },
  days: { tone: 'failed', text: 'Ends in days' },
  ended: { tone: 'failed', text: 'Ended' },
} as const;

/** How visitors are met; an own certificate that browsers refuse, or soon will, is said. */
function Https({ domain: { https, certificate } }: { readonly domain: Domain }) {
  const ending = certificate && endings[certificate.standing];
  if (!ending) return httpsWords[https];
  return (
    <span title={`Its certificate ends on ${formatDay(certificate.notAfter)}`}>
      <Badge tone={ending.tone}>{ending.text}</Badge>
    </span>
  );
}

function Address({ domain }: { readonly domain: Domain }) {
  const text = nameOf(domain);
  if (domain.url === null || domain.state !== 'live')
    return (
      <span className="font-mono text-sm" title={text}>
        {text}
      </span>
    );
  return (
    <a
      href={domain.url}
      target="_blank"
      rel="noreferrer"
      title={text}
      className="font-mono text-accent text-sm hover:underline"
    >
      {text} <ExternalLink aria-hidden className="inline size-3" />
    </a>
  );
}

const sharing = {
  led: '',
  undeployed: ', not deployed',
  stopped: ', stopped',
  elsewhere: ', elsewhere',
} as const;

function extrasOf({
  people,
  headers,
  shares,
  redirectsWww,
  redirectsHttp,
  https,
  path,
  stripsPath,
}: Domain): string {
  return [
    ...shares.map(({ percent, state }) => `${percent} % to another service${sharing[state]}`),
    stripsPath && path !== '/' ? 'without the path' : '',
    https !== 'none' && !redirectsHttp ? 'also without TLS' : '',
    redirectsWww ? 'www leads here' : '',
    people.length > 0 ? `sign-in (${people.length})` : '',
    headers.length > 0 ? `${headers.length} ${headers.length === 1 ? 'header' : 'headers'}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

const states = {
  live: { tone: 'running', text: 'Live' },
  pending: { tone: 'deploying', text: 'On its way' },
  failed: { tone: 'failed', text: 'Not live' },
  waiting: { tone: 'neutral', text: 'Waits for a deployment' },
  off: { tone: 'neutral', text: 'Off' },
} as const;

function State({ domain: { state, reason } }: { readonly domain: Domain }) {
  const { tone, text } = states[state];
  return (
    <span title={reason ?? undefined}>
      <Badge tone={tone}>{text}</Badge>
    </span>
  );
}
