import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { MonitoringParts } from './context.ts';
import { followFigures } from './follow.ts';

export function createMonitoringRouter({
  rpc: plain,
  servers,
  deployments,
}: MonitoringParts & { readonly rpc: Rpc }): RouterOf<Contract['monitoring']> {
  const rpc = withParts(plain, { servers, deployments });
  return {
    follow: rpc.monitoring.follow.handler(({ input, context }) => followFigures(context, input)),
  };
}
