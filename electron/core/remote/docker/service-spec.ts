/** A published port. `host` mode binds it on each node that runs a task, and needs no IPVS. */
export interface ServicePort {
  readonly target: number;
  readonly published: number;
  readonly protocol: 'tcp' | 'udp';
  readonly mode?: 'host' | 'ingress' | undefined;
}

/** How a container's health is asked; the first word of `test` is CMD or CMD-SHELL. */
export interface HealthCheck {
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  /** How often it is asked instead until it was healthy once, or its start period is over; Docker before 25 leaves it out. */
  readonly startIntervalMs: number;
}

export interface ServiceMount {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly source?: string | undefined;
  readonly target: string;
  readonly isReadOnly?: boolean | undefined;
  /** Of a tmpfs; Docker's own default where absent. */
  readonly sizeBytes?: number | undefined;
}

export interface ServiceSecret {
  readonly id: string;
  readonly name: string;
  /** The file's name below /run/secrets, or an absolute path. */
  readonly target: string;
  readonly mode?: number | undefined;
}

export interface ResourceAmount {
  readonly cpus?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly pids?: number | undefined;
}

export interface UpdatePolicy {
  readonly order: 'start-first' | 'stop-first';
  readonly parallelism?: number | undefined;
  readonly delayMs?: number | undefined;
  /** How long each new task is watched before it counts as good. */
  readonly monitorMs: number;
  readonly maxFailureRatio?: number | undefined;
  readonly onFailure: 'rollback' | 'pause' | 'continue';
}

export interface RestartPolicy {
  readonly condition: 'none' | 'on-failure' | 'any';
  readonly delayMs: number;
  readonly maxAttempts?: number | undefined;
  readonly windowMs?: number | undefined;
}

/** A Swarm service in our words; `swarmSpec` says it in Docker's. */
export interface ServiceSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containerLabels?: Readonly<Record<string, string>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly workingDir?: string | undefined;
  readonly user?: string | undefined;
  readonly replicas: number;
  readonly ports?: readonly ServicePort[] | undefined;
  readonly networks?:
    | readonly { readonly target: string; readonly aliases?: readonly string[] }[]
    | undefined;
  readonly endpointMode?: 'dnsrr' | 'vip' | undefined;
  readonly healthCheck?: HealthCheck | 'none' | undefined;
  readonly limits?: ResourceAmount | undefined;
  readonly reservations?: ResourceAmount | undefined;
  readonly mounts?: readonly ServiceMount[] | undefined;
  readonly secrets?: readonly ServiceSecret[] | undefined;
  /** Swarm's placement constraints, such as `node.id==…`. */
  readonly placement?: readonly string[] | undefined;
  readonly stopGraceMs?: number | undefined;
  readonly stopSignal?: string | undefined;
  readonly restart?: RestartPolicy | undefined;
  readonly update: UpdatePolicy;
  /** A higher number makes Swarm replace every task although nothing else changed. */
  readonly forceUpdate?: number | undefined;
}

const nanos = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.round(ms * 1e6);

const resources = (amount: ResourceAmount | undefined) =>
  amount && {
    NanoCPUs: amount.cpus === undefined ? undefined : Math.round(amount.cpus * 1e9),
    MemoryBytes: amount.memoryBytes,
    Pids: amount.pids,
  };

const health = (check: ServiceSpec['healthCheck']) => {
  if (check === 'none') return { Test: ['NONE'] };
  return (
    check && {
      Test: check.test,
      Interval: nanos(check.intervalMs),
      Timeout: nanos(check.timeoutMs),
      Retries: check.retries,
      StartPeriod: nanos(check.startPeriodMs),
      StartInterval: nanos(check.startIntervalMs),
    }
  );
};

const containerSpec = (spec: ServiceSpec) => ({
  Image: spec.image,
  Labels: spec.containerLabels,
  Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
  Command: spec.command,
  Args: spec.args,
  Dir: spec.workingDir,
  User: spec.user,
  Healthcheck: health(spec.healthCheck),
  Mounts: spec.mounts?.map((m) => ({
    Type: m.type,
    Source: m.source,
    Target: m.target,
    ReadOnly: m.isReadOnly,
    TmpfsOptions: m.sizeBytes === undefined ? undefined : { SizeBytes: m.sizeBytes },
  })),
  Secrets: spec.secrets?.map((s) => ({
    SecretID: s.id,
    SecretName: s.name,
    File: { Name: s.target, UID: '0', GID: '0', Mode: s.mode ?? 0o444 },
  })),
  StopGracePeriod: nanos(spec.stopGraceMs),
  StopSignal: spec.stopSignal,
  Init: true,
});

const restartPolicy = (restart: RestartPolicy | undefined) =>
  restart && {
    Condition: restart.condition,
    Delay: nanos(restart.delayMs),
    MaxAttempts: restart.maxAttempts,
    Window: nanos(restart.windowMs),
  };

const updateConfig = (update: UpdatePolicy) => ({
  Parallelism: update.parallelism ?? 1,
  Delay: nanos(update.delayMs),
  Monitor: nanos(update.monitorMs),
  MaxFailureRatio: update.maxFailureRatio ?? 0,
  FailureAction: update.onFailure,
  Order: update.order,
});

/**
 * The service in the words of Docker's API. Endpoints are `dnsrr` and ports `host` unless said, so that
 * nothing needs IPVS; a rollback goes the way of the update and pauses when it fails too.
 */
export const swarmSpec = (spec: ServiceSpec): Record<string, unknown> => ({
  Name: spec.name,
  Labels: spec.labels,
  TaskTemplate: {
    ContainerSpec: containerSpec(spec),
    Resources: { Limits: resources(spec.limits), Reservations: resources(spec.reservations) },
    RestartPolicy: restartPolicy(spec.restart),
    Placement: spec.placement && { Constraints: spec.placement },
    Networks: spec.networks?.map((n) => ({ Target: n.target, Aliases: n.aliases })),
    ForceUpdate: spec.forceUpdate ?? 0,
  },
  Mode: { Replicated: { Replicas: spec.replicas } },
  UpdateConfig: updateConfig(spec.update),
  RollbackConfig: { ...updateConfig(spec.update), FailureAction: 'pause' },
  EndpointSpec: {
    Mode: spec.endpointMode ?? 'dnsrr',
    Ports: spec.ports?.map((p) => ({
      Protocol: p.protocol,
      TargetPort: p.target,
      PublishedPort: p.published,
      PublishMode: p.mode ?? 'host',
    })),
  },
});
