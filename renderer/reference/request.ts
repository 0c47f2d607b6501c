import type { ApiRequest } from '#shared/model/curl.ts';
import type { ApiOperation } from './api-description.ts';

/** What was filled in for a call: parameters by name, and the body as text. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The parameters of a path that are not filled in, or can stand in none: `..` leads elsewhere, however it is written. */
export function missingIn({ parameters }: ApiOperation, { values }: Filled): readonly string[] {
  return parameters
    .filter(({ name, in: place, required }) => {
      const value = values[name] ?? '';
      return (required === true && value === '') || (place === 'path' && /^\.{1,2}$/.test(value));
    })
    .map(({ name }) => name);
}

export function requestOf(operation: ApiOperation, { values, body }: Filled): ApiRequest {
  const given = (place: string): [string, string][] =>
    operation.parameters
      .filter((parameter) => parameter.in === place && (values[parameter.name] ?? '') !== '')
      .map(({ name }) => [name, values[name] ?? '']);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  const query = new URLSearchParams(given('query'));
  const hasBody = operation.body !== undefined && body.trim() !== '';
  return {
    method: operation.method,
    target: `${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      ...Object.fromEntries(given('header')),
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    body: hasBody ? body : undefined,
  };
}
