export { createTagRouter, createTagSetRouter } from './router.ts';
