export { tagPortable, tagSetPortable, tagsFacet } from './portable.ts';
export { createTagRouter, createTagSetRouter } from './router.ts';
