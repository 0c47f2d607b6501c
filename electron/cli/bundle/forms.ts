/** How writing a template is written. */
export const exportForm = 'quayside bundle export DIR --from ORGANIZATION [--project PATH]';

/** The same of bringing one in. */
export const bringForm =
  'quayside bundle import DIR --into ORGANIZATION [--dry-run] [--skip ITEM]… [--rename ITEM=NAME]… [--secrets FILE]';
