import { AppError } from '#shared/model/errors.ts';

/** Docker's time of a log line as its API takes it back: seconds with nine decimals. */
export const dockerTime = (at: string): string => {
  const [, whole = '', fraction = ''] = /^(.*?:\d\d)(?:\.(\d{1,9}))?Z$/.exec(at) ?? [];
  const seconds = Math.floor(Date.parse(`${whole}Z`) / 1_000);
  return `${seconds}.${fraction.padEnd(9, '0')}`;
};

/** A limit as people give it (an ISO instant or Unix seconds) as Docker's API takes it. */
export const limitOf = (field: 'since' | 'until', text: string | undefined): string | undefined => {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return text;
  const millis = Date.parse(text);
  if (Number.isFinite(millis)) return (millis / 1_000).toFixed(3);
  const message = 'must be an instant such as 2026-01-31T12:00:00Z, or Unix seconds';
  throw new AppError('INVALID_INPUT', { issues: [{ path: field, message }] });
};
