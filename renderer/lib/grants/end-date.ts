const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day of an instant where the reader is, as a date field takes it. */
export const dayOf = (instant: string | null): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
};

/** The end of a day where the reader is; null for an empty field. */
export const endOfDay = (day: string): string | null => {
  if (day === '') return null;
  const date = new Date(`${day}T23:59:59`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};
