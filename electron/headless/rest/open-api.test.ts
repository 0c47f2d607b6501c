import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { errorStatus } from '#shared/model/errors.ts';
import { generateOpenApi } from './open-api.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly security: unknown;
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
  readonly responses: Readonly<Record<string, { $ref?: string; content?: object }>>;
  readonly 'x-permission'?: string;
  readonly 'x-open'?: string;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: object;
    readonly responses: object;
    readonly securitySchemes: object;
  };
}

let text: string;
let document: Document;
beforeAll(async () => {
  text = await generateOpenApi('1.2.3');
  document = JSON.parse(text) as Document;
});

const resolves = (reference: string): boolean =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document) !== undefined;

describe('the description of the REST interface', () => {
  it('is OpenAPI 3.1 and holds every operation once', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
  });

  it.each(operations)('tells of $name what it needs, who may call it and how it fails', (operation) => {
    const { method, path, summary, meta } = operation;
    const described = document.paths[path]?.[method.toLowerCase()];
    expect(described).toMatchObject({ operationId: operation.name, summary });
    const byKey = meta.personal ? [] : [{ apiKey: [] }];
    expect(described?.security).toEqual([{ bearer: [] }, ...byKey]);
    expect(described?.['x-permission']).toBe(meta.permission ?? 'open');
    expect(described?.['x-open']).toBe(meta.open);
    const statuses = Object.keys(described?.responses ?? {});
    for (const status of [...Object.values(errorStatus), 500]) expect(statuses).toContain(String(status));
    expect(statuses.some((status) => Number(status) < 300)).toBe(true);
    const inPath = described?.parameters?.filter((each) => each.in === 'path') ?? [];
    expect(inPath.map(({ name }) => name).toSorted()).toEqual([...operation.pathParameters].toSorted());
    const keys = described?.parameters?.filter(({ name }) => name === 'Idempotency-Key') ?? [];
    expect(keys).toHaveLength(meta.effect === 'start' ? 1 : 0);
    const success = Object.entries(described?.responses ?? {}).find(([status]) => Number(status) < 300)?.[1];
    const expected = meta.effect === 'stream' ? 'text/event-stream' : 'application/json';
    expect(Object.keys(success?.content ?? {})).toEqual([expected]);
  });

  it('refers to nothing that is not there, and describes every error as problem JSON', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBeGreaterThan(100);
    expect([...new Set(references)].filter((reference) => !resolves(reference))).toEqual([]);
    for (const code of Object.keys(errorStatus)) expect(text).toContain(`urn:quayside:problem:${code}`);
    expect(text).toContain('application/problem+json');
  });

  it('says that an API key signs in, too, and by which header its limits are told', () => {
    const { securitySchemes } = document.components;
    expect(securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } });
    expect(JSON.stringify(securitySchemes)).toContain('RateLimit-Remaining');
  });

  it('holds no secret fields in what is answered', () => {
    const answered = JSON.stringify(document.components.schemas);
    expect(answered).not.toMatch(/"(?:privateKey|passphrase|password)"/);
  });
});
