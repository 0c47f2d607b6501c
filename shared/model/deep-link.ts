/**
 * The link that opens a place of the application, such as `/o/org_1/service/svc_9`, in the installed one; it is read by
 * `electron/main/deep-link.ts`.
 */
export const deepLinkTo = (path: string): string => `quayside://open${path}`;
