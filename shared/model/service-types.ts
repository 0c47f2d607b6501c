/** What a service can be; it never becomes another one. */
export const serviceTypeNames = ['application', 'compose', 'database'] as const;
export type ServiceTypeName = (typeof serviceTypeNames)[number];
