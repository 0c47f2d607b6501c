import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { PolicySection } from './policy-section.tsx';
import { SeatsSection } from './seats-section.tsx';
import { usePolicy } from './use-policy.ts';

/** The rules by which the people of an organization invite, change and replace each other. */
export function PolicyPage({ organizationId }: Pick<NodeProps, 'organizationId'>) {
  const policy = usePolicy(organizationId);
  return (
    <ResourcePage query={policy} what="the policy" layout="narrow">
      {(loaded) => (
        <>
          <PolicySection organizationId={organizationId} policy={loaded} />
          <SeatsSection organizationId={organizationId} policy={loaded} />
        </>
      )}
    </ResourcePage>
  );
}
