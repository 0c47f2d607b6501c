import type { DokployNote } from '#shared/contract/dokploy.ts';
import { shownText } from '#shared/contract/shown-text.ts';

/** What this importer says of fields that have no place here; a field that is not listed is told by its name alone. */
const words: Readonly<Record<string, string>> = {
  redirects: 'redirects by a pattern are not brought along; a domain here redirects http and www',
  previewDeployments: 'preview deployments are not brought along',
  isPreviewDeploymentsActive: 'preview deployments of pull requests have no place here',
  rollbackActive: 'is always on here: each deployment can be gone back to',
  rollbackRegistry: 'images are kept on the server here',
  registry: 'add it under Connections, so that its images can be pulled and pushed',
  buildRegistry: 'what another server builds is sent on without a registry here',
  buildServer: 'choose the server that builds it here, once the service is in place',
  server: 'the server of there is not brought along; choose one here',
  memoryReservation: 'memory is limited here, and not reserved',
  cpuReservation: 'CPUs are limited here, and not reserved',
  restartPolicySwarm: 'a container that ends is always started again here',
  placementSwarm: 'a service runs on the server that is chosen for it',
  rollbackConfigSwarm: 'a failed update goes back by itself here',
  modeSwarm: 'a service runs as so many replicas on one server',
  labelsSwarm: 'labels are not brought along; domains are what proxies are told',
  networkSwarm: 'each environment has a network of its own',
  networkIds: 'each environment has a network of its own',
  detachDokployNetwork: 'each environment has a network of its own',
  serviceNetworks: 'each environment has a network of its own',
  endpointSpecSwarm: 'ports are held on the server itself',
  stopGracePeriodSwarm:
    'how long a container may take to end cannot be set; requests under way are waited for',
  ulimitsSwarm: 'limits of the kernel cannot be set for an application; a compose file can',
  watchPaths: 'which paths a push has to touch is said with “deploy on push”, once the service is here',
  triggerType: 'a deployment follows pushes to a branch here, and no tags',
  buildxBuilder: 'builds are made by the server’s own BuildKit',
  patches: 'patches of the source are not brought along; commit them',
  backups: 'backups are not brought along',
  replicaSets: 'a replica set is not made here; the database is a single server',
  randomize: 'names of a compose project are kept apart by themselves here',
  suffix: 'names of a compose project are kept apart by themselves here',
  isolatedDeployment: 'a compose project has a network of its own here',
  isolatedDeploymentsVolume: 'a compose project has volumes of its own here',
  projectTags: 'tags are not brought along',
};

/** Fields that are of Dokploy’s own keeping, or say the same as another one. */
const own: ReadonlySet<string> = new Set(
  `applicationId composeId postgresId mysqlId mariadbId mongoId redisId libsqlId environmentId projectId
  organizationId adminId userId createdAt pausedAt applicationStatus composeStatus refreshToken deployments environment
  project title subtitle enabled hasGitProviderAccess unauthorizedProvider isDefault color
  githubId gitlabId giteaId bitbucketId github gitlab gitea bitbucket gitlabProjectId customGitSSHKey
  registryId buildRegistryId rollbackRegistryId buildServerId serverId
  railpackVersion herokuVersion
  previewEnv previewBuildArgs previewBuildSecrets previewLabels previewWildcard previewPort previewHttps previewPath
  certificateType previewCertificateType previewCustomCertResolver previewLimit previewRequireCollaboratorPermissions
  name appName description env mounts`.split(/\s+/),
);

/**
 * Names whatever an answer holds besides what was read: nothing of a service is lost without a word, not even what a later
 * Dokploy adds.
 */
export function leftOver(
  answer: Readonly<Record<string, unknown>>,
  read: ReadonlySet<string>,
): DokployNote[] {
  return Object.entries(answer).flatMap(([field, value]) => {
    if (own.has(field) || read.has(field) || isEmpty(value) || usual[field] === value) return [];
    const name = shownText(field, 60);
    const count = Array.isArray(value) ? ` (${value.length})` : '';
    return [{ field: name, text: `${words[field] ?? 'has no place here'}${count}` }];
  });
}

/** What these are where nobody chose. */
const usual: Readonly<Record<string, unknown>> = { buildArchitecture: 'host', triggerType: 'push' };

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
