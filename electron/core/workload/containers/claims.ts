import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isProjectName } from '#shared/model/project-name.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { createConfig, listConfigs, removeConfig } from '../../remote/docker/configs.ts';
import { label, type PathIds, pathLabels } from '../runtime/labels.ts';

/**
 * That a compose project which ran before is a service's now. Its containers bear no label of ours, and get none without
 * being started again, so it is written beside them: a Docker config object, whose name is taken by one of two only.
 */
export interface Claim {
  readonly id: string;
  readonly serviceId: string;
  readonly organizationId: string;
  /** The labels that its containers would bear. */
  readonly labels: Readonly<Record<string, string>>;
  /** What Compose calls it. */
  readonly project: string;
  /** The folder that its paths are seen from. */
  readonly home: string;
}

const Kept = z.object({ project: z.string(), home: z.string() });

/** The claims on a server, of one service or of all; what nobody of us can have written is passed over. */
export async function claimsOn(docker: DockerClient, serviceId = ''): Promise<Claim[]> {
  const labels = { [label.adopted]: '', [label.service]: serviceId };
  return (await listConfigs(docker, { labels })).flatMap((config) => {
    const kept = Kept.safeParse(parsed(config.text));
    const own = config.labels[label.service];
    if (!kept.success || own === undefined || !isProjectName(kept.data.project)) return [];
    const ours = Object.entries(config.labels).filter(([name]) => name !== label.adopted);
    return [
      {
        id: config.id,
        serviceId: own,
        organizationId: config.labels[label.organization] ?? '',
        labels: Object.fromEntries(ours),
        ...kept.data,
      },
    ];
  });
}

/** Claims a project for a service. CONFLICT where somebody else has it. */
export async function claimProject(
  docker: DockerClient,
  { ids, project, home }: Pick<Claim, 'project' | 'home'> & { readonly ids: PathIds },
): Promise<void> {
  const name = `quayside-adopted-${createHash('sha256').update(project).digest('hex').slice(0, 32)}`;
  const labels = { ...pathLabels(ids), [label.adopted]: 'compose' };
  await createConfig(docker, { name, text: JSON.stringify({ project, home }), labels });
}

/** Lets go of what a service has claimed; what is gone counts as let go. */
export async function releaseClaims(docker: DockerClient, serviceId: string): Promise<void> {
  for (const { id } of await claimsOn(docker, serviceId)) await removeConfig(docker, id);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
