import type { NodeProps } from '../../lib/feature.ts';
import { PageBody } from '../../ui/page-body.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import { LastImport } from './last-import.tsx';
import { MemberBundlePanel } from './member-bundle-panel.tsx';

/** Writes what one may read as a folder of YAML or as a bundle for a member, and brings either in. */
export const TemplatePage = ({ organizationId }: NodeProps) => (
  <PageBody>
    <ExportPanel organizationId={organizationId} />
    <MemberBundlePanel organizationId={organizationId} />
    <LastImport organizationId={organizationId} />
    <ImportPanel organizationId={organizationId} />
  </PageBody>
);
