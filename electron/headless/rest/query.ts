/** The query of a request without its empty values: `?tail=` says nothing about `tail`, and is no number 0. */
export function withoutEmpty(search: string): string {
  const given = [...new URLSearchParams(search)].filter(([, value]) => value !== '');
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
