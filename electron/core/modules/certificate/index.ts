export {
  certificateForRoute,
  certificateOfDomain,
  requireForDomain,
  requireUsableNow,
} from './for-domain.ts';
export { certificatePortable } from './portable.ts';
export { createCertificateRouter } from './router.ts';
export { shownCertificateOf, shownCertificates, shownRow } from './seen/queries.ts';
export { turningAway } from './seen/turned-away.ts';
export { type CertificateWatch, createCertificateWatch } from './seen/watch.ts';
