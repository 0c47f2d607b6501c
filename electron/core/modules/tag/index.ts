export { tagRouter, tagSetRouter } from './router.ts';
