const digits = (value: number, count: number): string => String(value).padStart(count, '0');

/** The day of an instant where the reader is, as a date field takes it, also while its year is still being typed. */
export const dayOf = (instant: string | null): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  return [digits(date.getFullYear(), 4), digits(date.getMonth() + 1, 2), digits(date.getDate(), 2)].join('-');
};

/** The end of a day where the reader is; null for an empty field. */
export const endOfDay = (day: string): string | null => {
  if (day === '') return null;
  const date = new Date(`${day}T23:59:59`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};
