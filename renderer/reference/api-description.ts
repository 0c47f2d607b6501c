import { pluralOf } from '#shared/model/node-words.ts';
import { isNodeKind } from '#shared/model/nodes.ts';

/** A JSON schema, as far as this page reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly description?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Content {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly headers?: Readonly<Record<string, { readonly description?: string }>>;
  readonly $ref?: string;
}

/** An operation as the OpenAPI document describes it. */
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-effect': string;
  readonly 'x-permission': string;
  readonly 'x-permission-on'?: string;
  readonly 'x-open'?: string;
}

interface OpenApi {
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Content>>;
  };
}

/** One operation, ready to be shown. */
export interface ApiOperation {
  /** `service.create`, also what its link ends with. */
  readonly id: string;
  readonly summary: string;
  readonly method: string;
  /** With `/api/v1`, and parameters as `{serviceId}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly answer: { readonly status: string; readonly type: string; readonly schema: Schema | undefined };
  readonly headers: readonly string[];
  readonly errors: readonly { readonly status: string; readonly codes: string }[];
  readonly effect: string;
  /** Undefined for what everybody may call, who is then said in `open`. */
  readonly permission: string | undefined;
  readonly permissionOn: string | undefined;
  readonly open: string | undefined;
  readonly takesKeys: boolean;
}

export interface ApiDescription {
  readonly version: string;
  /** By what they are about, in the order of the document. */
  readonly groups: readonly { readonly title: string; readonly operations: readonly ApiOperation[] }[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

export const documentPath = '/api/v1/openapi.json';

/** Reads the description that this host gives of itself. Rejects where it can't be reached. */
export async function loadDescription(signal: AbortSignal): Promise<ApiDescription> {
  const response = await fetch(documentPath, { signal, credentials: 'omit' });
  if (!response.ok) throw new Error(`The host answered ${response.status}.`);
  return readDocument((await response.json()) as OpenApi);
}

function readDocument(document: OpenApi): ApiDescription {
  const base = document.servers[0]?.url ?? '';
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      operationOf(document, described, { method: method.toUpperCase(), path: `${base}${path}` }),
    ),
  );
  const groups = [...Map.groupBy(operations, ({ id }) => id.split('.')[0] ?? '')].map(([noun, group]) => ({
    title: titleOf(noun),
    operations: group,
  }));
  return { version: document.info.version, groups, schemas: document.components.schemas };
}

function operationOf(
  { components }: OpenApi,
  described: Described,
  { method, path }: { method: string; path: string },
): ApiOperation {
  const [status = '200', success] =
    Object.entries(described.responses).find(([key]) => Number(key) < 400) ?? [];
  const [type = 'application/json', content] = Object.entries(success?.content ?? {})[0] ?? [];
  return {
    id: described.operationId,
    summary: described.summary,
    method,
    path,
    parameters: described.parameters ?? [],
    body: described.requestBody?.content?.['application/json']?.schema,
    answer: { status, type, schema: content?.schema },
    headers: Object.entries(success?.headers ?? {}).map(
      ([name, { description = '' }]) => `${name}: ${description}`,
    ),
    errors: Object.entries(described.responses)
      .filter(([key]) => Number(key) >= 400)
      .map(([key, { $ref = '' }]) => ({
        status: key,
        codes: components.responses[$ref.split('/').at(-1) ?? '']?.description ?? '',
      })),
    effect: described['x-effect'],
    permission: described['x-open'] === undefined ? described['x-permission'] : undefined,
    permissionOn: described['x-permission-on'],
    open: described['x-open'],
    takesKeys: described.security.some((way) => 'apiKey' in way),
  };
}

function titleOf(noun: string): string {
  const words = isNodeKind(noun) ? pluralOf(noun) : noun;
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
