// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this

/** What a stand-in of Dokploy holds; the rows are those of its database, with what its queries join. */
export interface DokployInstance {
  readonly version: 'new' | 'old';
  readonly projects: Record<string, unknown>[];
  /** By the id of their service. */
  readonly schedules: Record<string, unknown[]>;
  readonly volumeBackups: Record<string, unknown[]>;
}

const createdAt = '2026-01-01T00:00:00.000Z';

const swarm = {
  healthCheckSwarm: null,
  restartPolicySwarm: null,
  placementSwarm: null,
  updateConfigSwarm: null,
  rollbackConfigSwarm: null,
  modeSwarm: null,
  labelsSwarm: null,
  networkSwarm: null,
  stopGracePeriodSwarm: null,
  endpointSpecSwarm: null,
  ulimitsSwarm: null,
  networkIds: [],
  detachDokployNetwork: false,
};

const resources = { memoryReservation: null, memoryLimit: null, cpuReservation: null, cpuLimit: null };

const source = {
  sourceType: 'github',
  repository: null,
  owner: null,
  branch: null,
  autoDeploy: true,
  triggerType: 'push',
  githubId: null,
  gitlabPathNamespace: null,
  gitlabOwner: null,
  gitlabRepository: null,
  gitlabBranch: null,
  giteaRepository: null,
  giteaOwner: null,
  giteaBranch: null,
  bitbucketRepository: null,
  bitbucketOwner: null,
  bitbucketBranch: null,
  customGitUrl: null,
  customGitBranch: null,
  customGitSSHKeyId: null,
  enableSubmodules: false,
  watchPaths: [],
  github: null,
  gitlab: null,
  gitea: null,
  bitbucket: null,
  server: null,
};

/** A row of `application`, as `application.one` answers it. */
export const applicationRow = (id: string, name: string, more: Record<string, unknown> = {}) => ({
  applicationId: id,
  name,
  appName: `app-${id}`,
  description: null,
  env: null,
  previewEnv: null,
  previewBuildArgs: null,
  previewLabels: [],
  previewPort: 3000,
  previewHttps: false,
  previewPath: '/',
  previewLimit: 3,
  isPreviewDeploymentsActive: false,
  rollbackActive: false,
  buildArgs: null,
  buildSecrets: null,
  ...resources,
  command: null,
  args: null,
  refreshToken: 'aRefreshTokenOfDokploys',
  cleanCache: false,
  ...source,
  buildPath: '/',
  customGitBuildPath: '/',
  username: null,
  password: null,
  dockerImage: null,
  registryUrl: null,
  dockerfile: 'Dockerfile',
  dockerContextPath: null,
  dockerBuildStage: null,
  dropBuildPath: null,
  ...swarm,
  replicas: 1,
  applicationStatus: 'done',
  buildType: 'nixpacks',
  railpackVersion: '0.15.4',
  herokuVersion: '24',
  publishDirectory: null,
  isStaticSpa: false,
  createEnvFile: true,
  createdAt,
  registryId: null,
  serverId: null,
  deployments: [{ deploymentId: 'd1' }],
  domains: [],
  mounts: [],
  redirects: [],
  security: [],
  ports: [],
  registry: null,
  previewDeployments: [],
  ...more,
});

export const domainRow = (host: string, more: Record<string, unknown> = {}) => ({
  domainId: `domain-${host}`,
  host,
  https: true,
  port: 3000,
  path: '/',
  serviceName: null,
  domainType: 'application',
  uniqueConfigKey: 1,
  createdAt,
  customCertResolver: null,
  certificateType: 'letsencrypt',
  internalPath: '/',
  stripPath: false,
  ...more,
});

export const mountRow = (type: string, mountPath: string, more: Record<string, unknown> = {}) => ({
  mountId: `mount-${mountPath}`,
  type,
  hostPath: null,
  volumeName: null,
  filePath: null,
  content: null,
  serviceType: 'application',
  mountPath,
  ...more,
});

export const databaseRow = (kind: string, id: string, name: string, more: Record<string, unknown> = {}) => ({
  [`${kind}Id`]: id,
  name,
  appName: `${kind}-${id}`,
  description: null,
  databaseName: 'shop',
  databaseUser: 'shop',
  databasePassword: 'pass@word-of-there',
  dockerImage: 'postgres:17',
  command: null,
  args: null,
  env: null,
  ...resources,
  externalPort: null,
  applicationStatus: 'done',
  ...swarm,
  replicas: 1,
  createdAt,
  serverId: null,
  server: null,
  mounts: [mountRow('volume', '/var/lib/postgresql/data', { volumeName: `${kind}-${id}-data` })],
  backups: [],
  ...more,
});

export const composeRow = (id: string, name: string, more: Record<string, unknown> = {}) => ({
  composeId: id,
  name,
  appName: `compose-${id}`,
  description: '',
  env: null,
  composeFile: '',
  refreshToken: 'anotherTokenOfDokploys',
  ...source,
  composeType: 'docker-compose',
  command: '',
  composePath: './docker-compose.yml',
  suffix: '',
  randomize: false,
  isolatedDeployment: false,
  composeStatus: 'done',
  createdAt,
  serverId: null,
  deployments: [],
  mounts: [],
  domains: [],
  backups: [],
  ...more,
});

/** A shop of six services: what Dokploy’s people have, and something of each thing that has no place here. */
export const sampleInstance = (version: DokployInstance['version']): DokployInstance => {
  const web = applicationRow('web1', 'web', {
    description: 'The shop',
    owner: 'acme',
    repository: 'web',
    branch: 'main',
    buildType: 'dockerfile',
    buildPath: '/apps/web',
    dockerBuildStage: 'run',
    buildArgs: 'VERSION=1',
    buildSecrets: 'NPM_TOKEN=npm-secret-value',
    env: [
      '# where it is',
      'DATABASE_URL=postgres://shop:pass@postgres-db1:5432/shop',
      'REGION=${{project.REGION}} # of the project',
      version === 'new' ? 'STAGE=${{environment.STAGE}}' : 'STAGE=old',
      'PRICE="costs $5\\nor more"',
      'SESSION_SECRET=a-session-secret',
      '',
      '# the end',
    ].join('\n'),
    domains: [
      domainRow('shop.example.com'),
      domainRow('shop.example.com', {
        path: '/api',
        stripPath: true,
        port: 4000,
        https: false,
        certificateType: 'none',
      }),
    ],
    mounts: [
      mountRow('volume', '/data', { volumeName: 'uploads' }),
      mountRow('bind', '/media', { hostPath: '/srv/media' }),
      mountRow('file', '/etc/app.conf', { content: 'a=${{not.ours}}\n', filePath: 'app.conf' }),
    ],
    ports: [{ portId: 'p1', publishedPort: 8080, targetPort: 80, protocol: 'tcp', publishMode: 'ingress' }],
    security: [{ securityId: 's1', username: 'ada', password: 'let-me-in-please' }],
    redirects: [{ redirectId: 'r1', regex: '^/old', replacement: '/new', permanent: true }],
    replicas: 2,
    memoryLimit: String(256 * 1024 * 1024),
    cpuLimit: '500000000',
    healthCheckSwarm: { Test: ['CMD-SHELL', 'curl -f http://localhost'], Interval: 15e9, Retries: 4 },
    updateConfigSwarm: { Parallelism: 1, Order: 'start-first' },
    isPreviewDeploymentsActive: true,
  });
  const nginx = applicationRow('img1', 'docs', {
    sourceType: 'docker',
    dockerImage: 'nginx:1.27',
    username: 'robot',
    password: 'registry-password',
  });
  const stack = composeRow('stack1', 'stack', {
    sourceType: 'raw',
    composeFile:
      'services:\n  app:\n    image: "nginx:${TAG}"\n    networks: [dokploy-network]\nnetworks:\n  dokploy-network:\n    external: true\n',
    env: 'TAG=1.27',
    domains: [domainRow('stack.example.com', { serviceName: 'app', port: 80, domainType: 'compose' })],
  });
  const production = {
    environmentId: `env-production`,
    name: 'production',
    description: null,
    isDefault: true,
    env: 'STAGE=live',
    applications: [web, nginx],
    compose: [stack],
    postgres: [
      databaseRow('postgres', 'db1', 'db', {
        externalPort: 5433,
        backups: [{ backupId: 'b1', schedule: '0 0 * * *' }],
      }),
    ],
    redis: [
      databaseRow('redis', 'cache1', 'cache', {
        dockerImage: 'redis:8',
        databaseName: undefined,
        databaseUser: undefined,
      }),
    ],
  };
  const staging = {
    environmentId: 'env-staging',
    name: 'staging',
    description: 'Before it is live',
    isDefault: false,
    env: '',
    applications: [applicationRow('web2', 'web', { sourceType: 'docker', dockerImage: 'nginx:1.27' })],
  };
  const shop = {
    projectId: 'project-shop',
    name: 'Web shop',
    description: 'What we sell',
    createdAt,
    organizationId: 'org-there',
    env: 'REGION=eu\n',
    environments: version === 'new' ? [production, staging] : [production],
  };
  return {
    version,
    projects: [shop],
    schedules: {
      web1: [{ scheduleId: 'sch1', name: 'nightly', cronExpression: '0 3 * * *', command: 'node clean.js' }],
    },
    volumeBackups: { web1: [{ volumeBackupId: 'vb1', name: 'uploads weekly', volumeName: 'uploads' }] },
  };
};
