export { treeRouter } from './router.ts';
