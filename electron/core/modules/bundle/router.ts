import type { Contract } from '#shared/contract/index.ts';
import { createPortables } from '../../bundle/body/paths.ts';
import type { PortableParts } from '../../bundle/body/portable.ts';
import type { Host } from '../../host.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { exportTemplate } from './export.ts';
import { exportSealed } from './export-sealed.ts';
import { importTemplate, previewImport } from './import.ts';
import { importSealed, previewSealed } from './import-sealed.ts';
import { lastImportOf, undoImport } from './undo.ts';

export function createBundleRouter({
  rpc: plain,
  host,
  portables,
}: {
  readonly host: Host;
  readonly portables: PortableParts;
  readonly rpc: Rpc;
}): RouterOf<Contract['bundle']> {
  const rpc = withParts(plain, { host, portables: createPortables(portables) });
  return {
    exportTemplate: rpc.bundle.exportTemplate.handler(({ input, context }) => exportTemplate(context, input)),
    preview: rpc.bundle.preview.handler(({ input, context }) => previewImport(context, input)),
    import: rpc.bundle.import.handler(({ input, context }) => importTemplate(context, input)),
    exportSealed: rpc.bundle.exportSealed.handler(({ input, context }) => exportSealed(context, input)),
    previewSealed: rpc.bundle.previewSealed.handler(({ input, context }) => previewSealed(context, input)),
    importSealed: rpc.bundle.importSealed.handler(({ input, context }) => importSealed(context, input)),
    undo: rpc.bundle.undo.handler(({ input, context }) => undoImport(context, input.organizationId)),
    lastImport: rpc.bundle.lastImport.handler(({ input, context }) =>
      lastImportOf(context, input.organizationId),
    ),
  };
}
