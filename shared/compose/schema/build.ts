import * as z from 'zod';
import { mounted } from './mounted.ts';
import { anything, flag, size, text, textMap, texts } from './values.ts';

/** How an image is built. */
export const build = z.strictObject({
  context: text.optional(),
  dockerfile: text.optional(),
  dockerfile_inline: text.optional(),
  args: textMap.optional(),
  additional_contexts: textMap.optional(),
  ssh: textMap.optional(),
  labels: textMap.optional(),
  cache_from: texts.optional(),
  cache_to: texts.optional(),
  no_cache: flag.optional(),
  pull: flag.optional(),
  network: text.optional(),
  target: text.optional(),
  shm_size: size.optional(),
  extra_hosts: textMap.optional(),
  isolation: text.optional(),
  privileged: flag.optional(),
  secrets: z.array(mounted).optional(),
  tags: texts.optional(),
  ulimits: anything.optional(),
  platforms: texts.optional(),
  entitlements: texts.optional(),
  provenance: anything.optional(),
  sbom: anything.optional(),
});
