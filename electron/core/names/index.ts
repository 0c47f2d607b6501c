export { resolvePath } from './resolve-path.ts';
export { resolveReferences } from './resolve-references.ts';
