import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';

/** What a repository comes to, read by the server when that is asked for: of the form, or of what is saved. */
export function useReading(service: Service, spec: ServiceSpec | undefined) {
  const mayEdit = usePermission('service.update').allowed;
  const [asked, setAsked] = useState<ServiceSpec>();
  const common = { retry: false, placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY };
  const isAsked = asked !== undefined;
  const saved = useQuery({
    ...orpc.service.composition.queryOptions({ input: { serviceId: service.id } }),
    ...common,
    enabled: !mayEdit && isAsked,
  });
  const typed = useQuery({
    ...orpc.service.compose.queryOptions({
      input: { serviceId: service.id, spec: asked ?? ({} as ServiceSpec) },
    }),
    ...common,
    enabled: mayEdit && isAsked,
  });
  const query = mayEdit ? typed : saved;
  const read = (): void => {
    setAsked(spec);
    if (JSON.stringify(asked) === JSON.stringify(spec)) void query.refetch();
  };
  return { data: isAsked ? query.data : undefined, error: query.error, isBusy: query.isFetching, read };
}
