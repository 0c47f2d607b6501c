import { Play, Rocket, RotateCw, Square } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { ManyAction } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { planWords } from './deployment/plan-words.ts';

/** What can be done to several services at once. */
export const manyActions: readonly ManyAction[] = [
  {
    id: 'deploy',
    label: 'Deploy',
    icon: Rocket,
    permission: 'deployment.create',
    operation: 'deployment.create',
    past: 'deployed',
    outcome: 'being deployed',
    reachesDown: true,
    aloneLabel: 'Plan…',
    look: async ({ id }) => planWords(await rpc.deployment.plan({ serviceId: id })),
    run: ({ id }) => rpc.deployment.create({ serviceId: id }),
  },
  {
    id: 'start',
    label: 'Start',
    icon: Play,
    permission: 'deployment.create',
    operation: 'service.start',
    past: 'started',
    refusal: (node) => notDeployed(node) ?? (node.state === 'running' ? 'It runs already.' : undefined),
    run: ({ id }) => rpc.service.start({ serviceId: id }),
  },
  {
    id: 'restart',
    label: 'Restart',
    icon: RotateCw,
    permission: 'deployment.create',
    operation: 'service.restart',
    past: 'restarted',
    refusal: (node) => notDeployed(node) ?? (node.state === 'stopped' ? 'It is stopped.' : undefined),
    run: ({ id }) => rpc.service.restart({ serviceId: id }),
  },
  {
    id: 'stop',
    label: 'Stop',
    icon: Square,
    permission: 'deployment.create',
    operation: 'service.stop',
    past: 'stopped',
    isHarmful: true,
    refusal: (node) => notDeployed(node) ?? (node.state === 'stopped' ? 'It is stopped already.' : undefined),
    run: ({ id }) => rpc.service.stop({ serviceId: id }),
  },
];

function notDeployed({ state }: TreeNode): string | undefined {
  return state === 'none' ? 'It is not deployed yet.' : undefined;
}
