import { useQuery } from '@tanstack/react-query';
import type { ComponentPropsWithRef } from 'react';
import type { Certificate } from '#shared/contract/certificate.ts';
import { uncoveredHosts } from '#shared/model/domain/certificate-hosts.ts';
import { isAccepted } from '#shared/model/domain/certificate-standing.ts';
import { domainHost, shownHost } from '#shared/model/domain/host.ts';
import { formatDay } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { reasonText } from '../../ui/reason.ts';

interface CertificateChoiceProps extends ComponentPropsWithRef<'select'> {
  readonly organizationId: string | undefined;
  /** As it is typed. */
  readonly host: string;
  readonly redirectsWww: boolean;
  /** The one that the domain has, whoever may read it. */
  readonly kept: string | undefined;
  readonly error: string | undefined;
}

/** One of the organization's certificates; why one cannot be chosen for the host stands beside its name. */
export function CertificateChoice(props: CertificateChoiceProps) {
  const { organizationId = '', host, redirectsWww, kept, error, ...field } = props;
  const { reason } = usePermission('certificate.read', organizationId);
  const { data = [] } = useQuery({
    ...orpc.certificate.list.queryOptions({ input: { organizationId } }),
    enabled: organizationId !== '' && reason === undefined,
  });
  const shown = { host: domainHost(host), redirectsWww };
  const options = data.map((certificate) => {
    const obstacle = obstacleOf(certificate, shown, certificate.id === kept);
    const label = obstacle === undefined ? suitable(certificate) : `${certificate.name} (${obstacle})`;
    return { value: certificate.id, label, disabled: obstacle !== undefined };
  });
  const isHidden = kept !== undefined && !data.some(({ id }) => id === kept);
  const first = isHidden
    ? { value: kept, label: 'The one that it has' }
    : { value: '', label: data.length === 0 ? 'None yet: add one under Connections' : 'Choose one' };
  return (
    <SelectField
      label="Certificate"
      options={[first, ...options]}
      hint={reasonText(reason) ?? 'Only one that is for this host can be chosen.'}
      error={error}
      {...field}
    />
  );
}

const suitable = ({ name, notAfter }: Certificate): string => `${name}, until ${formatDay(notAfter)}`;

function obstacleOf(
  { hosts, standing }: Certificate,
  shown: Parameters<typeof uncoveredHosts>[1],
  isKept: boolean,
): string | undefined {
  const [missing] = shown.host === '' ? [] : uncoveredHosts(hosts, shown);
  if (missing !== undefined) return `not for ${shownHost(missing)}`;
  if (isKept || isAccepted(standing)) return undefined;
  return standing === 'ended' ? 'ended' : 'not begun';
}
