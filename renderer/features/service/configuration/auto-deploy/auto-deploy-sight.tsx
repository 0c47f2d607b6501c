import type { AutoDeployPreview } from '#shared/contract/auto-deploy.ts';
import { classNames } from '../../../../ui/class-names.ts';
import { Notice } from '../../../../ui/notice.tsx';

/** What a look at the branch found: whether it would be deployed, why, and which of the paths that changed count. */
export function AutoDeploySight({ seen }: { readonly seen: AutoDeployPreview }) {
  const { commit, message, deployedCommit, wouldDeploy, because, changed, changedCount } = seen;
  return (
    <Notice tone={wouldDeploy ? 'success' : 'info'}>
      {`${wouldDeploy ? 'It would be deployed' : 'It would not be deployed'}: ${because}.`}
      {message !== null && ` The commit says “${message}”.`}
      {commit !== null && deployedCommit === commit && ' That commit runs already.'}
      {changed !== null && changed.length > 0 && (
        <details className="mt-1">
          <summary>{changedCount === 1 ? 'One path changed' : `${changedCount} paths changed`}</summary>
          <ul className="max-h-40 overflow-auto font-mono text-sm" aria-label="Paths that changed">
            {changed.map(({ path, counts }) => (
              <li key={path} className={classNames('break-all', !counts && 'text-muted')}>
                {counts ? path : `${path} (does not count)`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}
