import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';

/** Nobody is told of a problem in the middle of a word. */
const pauseMs = 400;

/** What files come to as they are typed; who may not edit them sees what the saved ones come to. */
export function useComposition(service: Service, spec: ServiceSpec | undefined, isOn: boolean) {
  const mayEdit = usePermission('service.update').allowed;
  const text = spec && JSON.stringify(spec);
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = rested === undefined ? undefined : (JSON.parse(rested) as ServiceSpec);
  const saved = useQuery(
    orpc.service.composition.queryOptions({
      input: { serviceId: service.id },
      enabled: isOn && !mayEdit && service.spec !== null,
    }),
  );
  const typed = useQuery(
    orpc.service.compose.queryOptions({
      input: { serviceId: service.id, spec: asked ?? ({} as ServiceSpec) },
      enabled: isOn && mayEdit && asked !== undefined,
      placeholderData: keepPreviousData,
    }),
  );
  return mayEdit ? typed : saved;
}
