import type { NodeProps } from '../../lib/feature.ts';
import { PageBody } from '../../ui/page-body.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import { LastImport } from './last-import.tsx';

/** Writes what one may read as a folder of YAML, and brings such a folder in. */
export const TemplatePage = ({ organizationId }: NodeProps) => (
  <PageBody>
    <ExportPanel organizationId={organizationId} />
    <LastImport organizationId={organizationId} />
    <ImportPanel organizationId={organizationId} />
  </PageBody>
);
