/** How writing a template is written. */
export const exportForm = 'quayside bundle export DIR --from ORGANIZATION [--project PATH]';

/** The same of sealing a bundle for a member. */
export const sealForm =
  'quayside bundle export FILE.qsbundle --from ORGANIZATION --for MEMBER --recipient age1… [--days 30]';

/** The same of bringing one of the two in. */
export const bringForm =
  'quayside bundle import DIR|FILE.qsbundle --into ORGANIZATION [--dry-run] [--skip ITEM]… [--rename ITEM=NAME]… [--secrets FILE]';
