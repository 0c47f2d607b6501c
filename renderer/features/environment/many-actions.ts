import { Rocket } from 'lucide-react';
import type { ManyAction } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { wholeWords } from './order/order-words.ts';

/** What can be done to several environments at once. */
export const manyActions: readonly ManyAction[] = [
  {
    id: 'deploy',
    label: 'Deploy in order',
    icon: Rocket,
    permission: 'deployment.create',
    operation: 'environment.deploy',
    past: 'deployed as a whole',
    outcome: 'being deployed',
    reachesDown: true,
    aloneLabel: 'Plan…',
    look: async ({ id }) => wholeWords(await rpc.environment.plan({ environmentId: id })),
    run: ({ id }) => rpc.environment.deploy({ environmentId: id }),
  },
];
