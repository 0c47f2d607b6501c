import * as z from 'zod';
import { AppError } from '#shared/model/errors.ts';

/*
 * What of Dokploy's answers is read. Source: its packages/server/src/db/schema, and the `with` of the queries in
 * packages/server/src/services (findApplicationById and its like). Whatever else an answer holds is kept, so that what has
 * no place here can be named.
 */

const Text = z.string().nullish();
const Flag = z.boolean().nullish();
/** Whole numbers were integers before they became text. */
const Amount = z.union([z.string(), z.number()]).nullish();
export const Id = z.string().min(1).max(256);
const Whole = z.number().int();

const serviceIds = {
  applications: 'applicationId',
  compose: 'composeId',
  postgres: 'postgresId',
  mysql: 'mysqlId',
  mariadb: 'mariadbId',
  mongo: 'mongoId',
  redis: 'redisId',
  libsql: 'libsqlId',
} as const;

/** A list of services by the field that it stands in, and the field of their ids. */
export type ServiceList = keyof typeof serviceIds;
export const serviceLists = Object.entries(serviceIds) as readonly (readonly [ServiceList, string])[];

const Listed = z.looseObject({ name: z.string().optional() });
const lists = Object.fromEntries(
  serviceLists.map(([list]) => [list, z.array(Listed).max(2_000).nullish()]),
) as Record<ServiceList, z.ZodOptional<z.ZodNullable<z.ZodArray<typeof Listed>>>>;

const Environment = z.looseObject({
  environmentId: Id,
  name: z.string(),
  description: Text,
  env: Text,
  ...lists,
});

/** As `project.all` and `project.one` answer it; before there were environments the services stood in the project. */
export const Project = z.looseObject({
  projectId: Id,
  name: z.string(),
  description: Text,
  env: Text,
  environments: z.array(Environment).max(200).nullish(),
  ...lists,
});
export type Project = z.infer<typeof Project>;
export const Projects = z.array(Project).max(1_000);

export const Mount = z.looseObject({
  type: z.string(),
  hostPath: Text,
  volumeName: Text,
  filePath: Text,
  content: Text,
  mountPath: z.string(),
});
export type Mount = z.infer<typeof Mount>;

export const Domain = z.looseObject({
  host: z.string(),
  https: Flag,
  port: Whole.nullish(),
  path: Text,
  serviceName: Text,
  certificateType: Text,
  customCertResolver: Text,
  internalPath: Text,
  stripPath: Flag,
});
export type Domain = z.infer<typeof Domain>;
export const Domains = z.array(Domain).max(500);

const Named = z.looseObject({ name: Text });

const Port = z.looseObject({
  publishedPort: Whole,
  targetPort: Whole,
  protocol: Text,
  publishMode: Text,
});

const HealthCheck = z.looseObject({
  Test: z.array(z.string()).nullish(),
  Interval: z.number().nullish(),
  Timeout: z.number().nullish(),
  StartPeriod: z.number().nullish(),
  Retries: z.number().nullish(),
});

const UpdateConfig = z.looseObject({ Order: Text });

const common = {
  name: z.string(),
  appName: z.string(),
  description: Text,
  env: Text,
  mounts: z.array(Mount).max(500).nullish(),
};

const resources = {
  memoryLimit: Amount,
  cpuLimit: Amount,
  command: Text,
  args: z.array(z.string()).nullish(),
  healthCheckSwarm: HealthCheck.nullish(),
};

const source = {
  sourceType: z.string(),
  repository: Text,
  owner: Text,
  branch: Text,
  gitlabPathNamespace: Text,
  gitlabOwner: Text,
  gitlabRepository: Text,
  gitlabBranch: Text,
  gitlab: z.looseObject({ gitlabUrl: Text }).nullish(),
  giteaRepository: Text,
  giteaOwner: Text,
  giteaBranch: Text,
  gitea: z.looseObject({ giteaUrl: Text }).nullish(),
  bitbucketRepository: Text,
  bitbucketRepositorySlug: Text,
  bitbucketOwner: Text,
  bitbucketBranch: Text,
  customGitUrl: Text,
  customGitBranch: Text,
  customGitSSHKeyId: Text,
  enableSubmodules: Flag,
  autoDeploy: Flag,
};
const Source = z.looseObject(source);
export type Source = z.infer<typeof Source>;

export const Application = z.looseObject({
  ...common,
  ...resources,
  ...source,
  buildPath: Text,
  gitlabBuildPath: Text,
  giteaBuildPath: Text,
  bitbucketBuildPath: Text,
  customGitBuildPath: Text,
  dropBuildPath: Text,
  dockerImage: Text,
  username: Text,
  password: Text,
  buildType: z.string(),
  dockerfile: Text,
  dockerContextPath: Text,
  dockerBuildStage: Text,
  buildArgs: Text,
  buildSecrets: Text,
  publishDirectory: Text,
  isStaticSpa: Flag,
  createEnvFile: Flag,
  replicas: Whole.nullish(),
  updateConfigSwarm: UpdateConfig.nullish(),
  ports: z.array(Port).max(500).nullish(),
  domains: Domains.nullish(),
  security: z
    .array(z.looseObject({ username: z.string(), password: z.string() }))
    .max(500)
    .nullish(),
  isPreviewDeploymentsActive: Flag,
});
export type Application = z.infer<typeof Application>;

export const Compose = z.looseObject({
  ...common,
  ...source,
  composeFile: Text,
  composePath: Text,
  composeType: Text,
  command: Text,
  domains: Domains.nullish(),
});
export type Compose = z.infer<typeof Compose>;

export const Database = z.looseObject({
  ...common,
  ...resources,
  databaseName: Text,
  databaseUser: Text,
  databasePassword: z.string(),
  databaseRootPassword: Text,
  dockerImage: z.string(),
  externalPort: Whole.nullish(),
  replicas: Whole.nullish(),
});
export type Database = z.infer<typeof Database>;

/** What `schedule.list` and `volumeBackups.list` answer, and what stands in `backups`. */
export const NamedList = z.array(Named).max(1_000);

/** Reads an answer as its shape, or REMOTE_FAILED that names the path in it. */
export function readAs<T>(
  schema: z.ZodType<T>,
  answer: unknown,
  at: { server: string; procedure: string },
): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = ['answer', ...(issue?.path ?? [])].map(String).join('.').slice(0, 300);
  throw new AppError('REMOTE_FAILED', {
    server: at.server,
    action: `Reading ${at.procedure}`,
    stderr: `${path}: ${issue?.message ?? 'is of another shape'}`.slice(0, 600),
    cure: 'Check that the address is that of Dokploy, of a version that this importer knows.',
  });
}
