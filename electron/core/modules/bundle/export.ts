import { writeTemplate } from '#shared/bundle/write-template.ts';
import type { Template } from '#shared/contract/bundle.ts';
import { readBody, thingsWithin } from '../../bundle/body/read-body.ts';
import type { BundleModuleContext } from './context.ts';

/** Everything of an organization, or of one project in it, that the caller may read, as a folder; no secret is in it. */
export function exportTemplate(
  context: BundleModuleContext,
  { organizationId, projectId }: { organizationId: string; projectId?: string | undefined },
): Template {
  const things = readBody(context, context.portables, organizationId);
  const chosen =
    projectId === undefined ? things : thingsWithin(context, context.portables, things, projectId);
  const files = writeTemplate(chosen.map(({ kind, path, fields }) => ({ kind, path, fields })));
  context.write((tx) => tx.audit({ changes: [{ field: 'things', after: chosen.length }] }));
  return { files };
}
