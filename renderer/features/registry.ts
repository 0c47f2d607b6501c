import type { TreeKind } from '#shared/model/nodes.ts';
import type { FeatureEntry } from '../lib/feature.ts';
import { entry as environment } from './environment/entry.tsx';
import { entry as organization } from './organization/entry.tsx';
import { entry as project } from './project/entry.tsx';
import { entry as server } from './server/entry.tsx';
import { entry as service } from './service/entry.tsx';

/** One line a kind; the compiler asks for the missing one. */
export const registry: Readonly<Record<TreeKind, FeatureEntry>> = {
  organization,
  project,
  environment,
  service,
  server,
};
