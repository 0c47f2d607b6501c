import * as z from 'zod';
import { service } from './service.ts';
import { anything, flag, named, text, textMap } from './values.ts';

const network = z.strictObject({
  name: text.optional(),
  driver: text.optional(),
  driver_opts: textMap.optional(),
  ipam: anything.optional(),
  external: flag.optional(),
  internal: flag.optional(),
  attachable: flag.optional(),
  enable_ipv4: flag.optional(),
  enable_ipv6: flag.optional(),
  labels: textMap.optional(),
});

const volume = z.strictObject({
  name: text.optional(),
  driver: text.optional(),
  driver_opts: textMap.optional(),
  external: flag.optional(),
  labels: textMap.optional(),
});

const content = z.strictObject({
  name: text.optional(),
  content: text.optional(),
  environment: text.optional(),
  file: text.optional(),
  external: flag.optional(),
  labels: textMap.optional(),
  driver: text.optional(),
  driver_opts: textMap.optional(),
  template_driver: text.optional(),
});

/** A whole compose project in its long form. Source: the Compose Specification, written down by hand from its text. */
export const composeProject = z.strictObject({
  name: text.optional(),
  services: named(service),
  networks: named(network).default({}),
  volumes: named(volume).default({}),
  configs: named(content).default({}),
  secrets: named(content).default({}),
  models: anything.optional(),
});
export type ComposeProject = z.infer<typeof composeProject>;
