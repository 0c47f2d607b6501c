import * as z from 'zod';
import { build } from './build.ts';
import { deploy } from './deploy.ts';
import { mounted } from './mounted.ts';
import { amount, anything, command, duration, flag, named, size, text, textMap, texts } from './values.ts';

const port = z.strictObject({
  name: text.optional(),
  mode: text.optional(),
  host_ip: text.optional(),
  target: amount,
  published: text.optional(),
  protocol: text.optional(),
  app_protocol: text.optional(),
});

const volume = z.strictObject({
  type: z.enum(['bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'], {
    error: 'must be bind, volume, tmpfs, image, cluster or npipe',
  }),
  source: text.optional(),
  target: text,
  read_only: flag.optional(),
  consistency: text.optional(),
  bind: z
    .strictObject({
      propagation: text.optional(),
      create_host_path: flag.optional(),
      recursive: text.optional(),
      selinux: text.optional(),
    })
    .optional(),
  volume: z
    .strictObject({ nocopy: flag.optional(), subpath: text.optional(), labels: textMap.optional() })
    .optional(),
  tmpfs: z.strictObject({ size: size.optional(), mode: amount.optional() }).optional(),
  image: z.strictObject({ subpath: text.optional() }).optional(),
});

const healthcheck = z.strictObject({
  disable: flag.optional(),
  test: texts.optional(),
  interval: duration.optional(),
  timeout: duration.optional(),
  retries: amount.optional(),
  start_period: duration.optional(),
  start_interval: duration.optional(),
});

const attachment = z.strictObject({
  aliases: texts.optional(),
  interface_name: text.optional(),
  ipv4_address: text.optional(),
  ipv6_address: text.optional(),
  link_local_ips: texts.optional(),
  mac_address: text.optional(),
  driver_opts: textMap.optional(),
  gw_priority: amount.optional(),
  priority: amount.optional(),
});

const dependency = z.strictObject({
  condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully'], {
    error: 'must be service_started, service_healthy or service_completed_successfully',
  }),
  required: flag.default(true),
  restart: flag.optional(),
});

const hook = z.array(
  z.strictObject({
    command,
    user: text.optional(),
    privileged: flag.optional(),
    working_dir: text.optional(),
    environment: textMap.optional(),
  }),
);

/** One service of a compose file, in its long form. Source: the Compose Specification, "Services". */
export const service = z.strictObject({
  image: text.optional(),
  build: build.optional(),
  container_name: text.optional(),
  command: command.optional(),
  entrypoint: command.optional(),
  environment: textMap.optional(),
  env_file: z
    .array(z.strictObject({ path: text, required: flag.default(true), format: text.optional() }))
    .optional(),
  ports: z.array(port, { error: 'must be a list' }).optional(),
  expose: texts.optional(),
  volumes: z.array(volume, { error: 'must be a list' }).optional(),
  depends_on: named(dependency).optional(),
  networks: named(attachment.nullable()).optional(),
  healthcheck: healthcheck.optional(),
  restart: text.optional(),
  labels: textMap.optional(),
  deploy: deploy.optional(),
  configs: z.array(mounted).optional(),
  secrets: z.array(mounted).optional(),
  annotations: textMap.optional(),
  attach: flag.optional(),
  blkio_config: anything.optional(),
  cap_add: texts.optional(),
  cap_drop: texts.optional(),
  cgroup: text.optional(),
  cgroup_parent: text.optional(),
  cpu_count: amount.optional(),
  cpu_percent: amount.optional(),
  cpu_period: z.union([amount, text]).optional(),
  cpu_quota: z.union([amount, text]).optional(),
  cpu_rt_period: z.union([amount, text]).optional(),
  cpu_rt_runtime: z.union([amount, text]).optional(),
  cpu_shares: amount.optional(),
  cpus: amount.optional(),
  cpuset: text.optional(),
  credential_spec: anything.optional(),
  develop: anything.optional(),
  device_cgroup_rules: texts.optional(),
  devices: z
    .array(z.strictObject({ source: text, target: text.optional(), permissions: text.optional() }))
    .optional(),
  dns: texts.optional(),
  dns_opt: texts.optional(),
  dns_search: texts.optional(),
  domainname: text.optional(),
  external_links: texts.optional(),
  extra_hosts: z.record(z.string(), z.union([text, texts])).optional(),
  gpus: anything.optional(),
  group_add: texts.optional(),
  hostname: text.optional(),
  init: flag.optional(),
  ipc: text.optional(),
  isolation: text.optional(),
  label_file: texts.optional(),
  links: texts.optional(),
  logging: z.strictObject({ driver: text.optional(), options: textMap.optional() }).optional(),
  mac_address: text.optional(),
  mem_limit: size.optional(),
  mem_reservation: size.optional(),
  mem_swappiness: amount.optional(),
  memswap_limit: size.optional(),
  models: anything.optional(),
  network_mode: text.optional(),
  oom_kill_disable: flag.optional(),
  oom_score_adj: amount.optional(),
  pid: text.optional(),
  pids_limit: amount.optional(),
  platform: text.optional(),
  post_start: hook.optional(),
  pre_stop: hook.optional(),
  privileged: flag.optional(),
  profiles: texts.optional(),
  provider: anything.optional(),
  pull_policy: text.optional(),
  read_only: flag.optional(),
  runtime: text.optional(),
  scale: amount.optional(),
  security_opt: texts.optional(),
  shm_size: size.optional(),
  stdin_open: flag.optional(),
  stop_grace_period: duration.optional(),
  stop_signal: text.optional(),
  storage_opt: anything.optional(),
  sysctls: textMap.optional(),
  tmpfs: texts.optional(),
  tty: flag.optional(),
  ulimits: z.record(z.string(), z.union([amount, z.strictObject({ soft: amount, hard: amount })])).optional(),
  use_api_socket: flag.optional(),
  user: text.optional(),
  userns_mode: text.optional(),
  uts: text.optional(),
  volumes_from: texts.optional(),
  working_dir: text.optional(),
});
export type ComposeService = z.infer<typeof service>;
