import type { ReactNode } from 'react';
import type { Plan } from '#shared/contract/deployment.ts';
import { ChangeTable } from '../../../ui/change-table.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** What changes and what will be done, and before it what stands in the way. */
export function PlanBody({ plan, cures }: { readonly plan: Plan; readonly cures: ReactNode }) {
  return (
    <div className="flex flex-col gap-3">
      {plan.blockers.map((blocker) => (
        <Notice key={blocker} tone="danger" title="This cannot be deployed">
          {blocker}
        </Notice>
      ))}
      {cures}
      {plan.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <section aria-label="What changes">
        <Changes plan={plan} />
      </section>
      <section aria-label="What will be done" className="border-line border-t pt-3">
        <h3 className="mb-1 font-medium text-secondary text-sm">What will be done</h3>
        <ol className="list-decimal pl-5">
          {plan.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {!plan.isFirst && <p className="mt-2 text-secondary">{orders[plan.order]}</p>}
      </section>
    </div>
  );
}

function Changes({ plan }: { readonly plan: Plan }) {
  if (plan.changes.length === 0)
    return (
      <p className="text-secondary">
        Nothing differs from what runs. Deploying again replaces every container by a fresh one.
      </p>
    );
  return (
    <ChangeTable
      caption="What changes, field by field"
      changes={plan.changes}
      {...(plan.isFirst ? { after: 'Will run' } : { before: 'Runs now', after: 'After' })}
    />
  );
}

const orders = {
  'start-first': 'New containers start first; old ones stop when the new ones are healthy.',
  'stop-first': 'Old containers stop first; new ones start when they are gone.',
};
