import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import * as z from 'zod';
import { Activity } from '#shared/contract/activity.ts';
import { ApiKey } from '#shared/contract/api-key.ts';
import { AuditEvent } from '#shared/contract/audit.ts';
import { Change } from '#shared/contract/changes.ts';
import { Deployment, Plan } from '#shared/contract/deployment.ts';
import { Environment } from '#shared/contract/environment.ts';
import { contractErrors } from '#shared/contract/errors.ts';
import { contract } from '#shared/contract/index.ts';
import { GaugeSample, LogBatch } from '#shared/contract/log.ts';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { Deletion, Organization } from '#shared/contract/organization.ts';
import { Project } from '#shared/contract/project.ts';
import { Server, ServerConnection, Setup } from '#shared/contract/server.ts';
import { Runtime, Service } from '#shared/contract/service.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { Account, Session } from '#shared/contract/session.ts';
import { TerminalEvent } from '#shared/contract/terminal.ts';
import { TreeNode } from '#shared/contract/tree.ts';
import { Variable } from '#shared/contract/variable.ts';

const outputs = {
  Account,
  Activity,
  ApiKey,
  AuditEvent,
  Change,
  Deletion,
  Deployment,
  Environment,
  GaugeSample,
  LogBatch,
  Organization,
  Plan,
  Project,
  Runtime,
  Server,
  ServerConnection,
  Service,
  Session,
  Setup,
  TerminalEvent,
  TreeNode,
  Variable,
};

const commonSchemas = {
  ...Object.fromEntries(
    Object.entries(outputs).map(([name, schema]) => [name, { schema, strategy: 'output' as const }]),
  ),
  ServiceSpec: { schema: ServiceSpec, strategy: 'input' as const },
};

type Json = Readonly<Record<string, unknown>>;

const problemSchema = (code: string, error: { status: number; data: z.ZodType }): Json => ({
  type: 'object',
  properties: {
    type: { const: `urn:quayside:problem:${code}` },
    title: { type: 'string' },
    status: { type: 'integer', examples: [error.status] },
    detail: { type: 'string', description: 'What happened, to what, why, and what to do next.' },
    code: { const: code },
    data: { ...z.toJSONSchema(error.data, { io: 'output' }), $schema: undefined },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'data'],
});

const errors = Object.entries(contractErrors);
const schemaName = (code: string): string =>
  `Problem${code
    .split('_')
    .map((word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`)
    .join('')}`;

const problemResponses = Object.fromEntries(
  [...Map.groupBy(errors, ([, { status }]) => String(status))].map(([status, group]) => {
    const refs = group.map(([code]) => ({ $ref: `#/components/schemas/${schemaName(code)}` }));
    const schema = refs.length === 1 ? refs[0] : { oneOf: refs };
    const description = group.map(([code]) => code).join(' or ');
    return [status, { description, content: { 'application/problem+json': { schema } } }];
  }),
);

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Repeating a request with the same key within a day gets the first answer instead of doing it again; the same key with another request is a CONFLICT.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const location = {
  Location: {
    description: 'The address of what was made.',
    schema: { type: 'string', format: 'uri-reference' },
  },
};

const successOf = (operation: Json): Json =>
  Object.fromEntries(
    Object.entries((operation.responses ?? {}) as Json)
      .filter(([status]) => Number(status) < 400)
      .map(([status, response]) => [
        status,
        status === '201' ? { ...(response as Json), headers: location } : response,
      ]),
  );

const parametersOf = (operation: Json, { meta }: ContractOperation): Json => {
  const parameters = [
    ...((operation.parameters ?? []) as unknown[]),
    ...(meta.effect === 'start' ? [idempotencyKey] : []),
  ];
  return parameters.length > 0 ? { parameters } : {};
};

/** Says who may call it, how it fails, and how to repeat it safely. */
const complete = (operation: Json, declared: ContractOperation): Json => ({
  ...operation,
  tags: [declared.noun],
  ...parametersOf(operation, declared),
  'x-effect': declared.meta.effect,
  ...(declared.meta.permission
    ? { 'x-permission': declared.meta.permission, 'x-permission-on': declared.meta.target }
    : { 'x-permission': 'open', 'x-open': declared.meta.open }),
  security: declared.meta.personal ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }],
  responses: {
    ...successOf(operation),
    ...Object.fromEntries(
      Object.keys(problemResponses).map((status) => [
        status,
        { $ref: `#/components/responses/Problem${status}` },
      ]),
    ),
  },
});

const declaredAs = (operation: Json): ContractOperation => {
  const declared = operations.find(({ name }) => name === operation.operationId);
  if (!declared)
    throw new Error(`OpenAPI names an operation ${String(operation.operationId)} of no contract`);
  return declared;
};

const completePaths = (paths: Json): Json =>
  Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods as Json).map(([method, operation]) => [
          method,
          complete(operation as Json, declaredAs(operation as Json)),
        ]),
      ),
    ]),
  );

/** The OpenAPI 3.1 description of the REST interface, as JSON text. Takes a few hundred milliseconds. */
export const generateOpenApi = async (version: string): Promise<string> => {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'Quayside',
      version,
      description: 'Everything that the Quayside application can do. Errors are problem JSON (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    commonSchemas,
  });
  const problems = Object.fromEntries(
    errors.map(([code, error]) => [schemaName(code), problemSchema(code, error)]),
  );
  const responses = Object.fromEntries(
    Object.entries(problemResponses).map(([status, response]) => [`Problem${status}`, response]),
  );
  return JSON.stringify({
    ...document,
    paths: completePaths((document.paths ?? {}) as Json),
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, ...problems },
      responses,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that the host printed when it started, or that of a session.',
        },
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'qs_<30 letters and digits>_<checksum>',
          description:
            'An API key of a member: may what its holder may, within its own permissions and scopes. Answers to a limited key carry RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset; beyond the limit 429 with Retry-After.',
        },
      },
    },
  });
};
