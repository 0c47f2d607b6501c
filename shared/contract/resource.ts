import {
  type AnySchema,
  type ContractProcedure,
  eventIterator,
  type HTTPMethod,
  type HTTPPath,
  oc,
} from '@orpc/contract';
import * as z from 'zod';
import type { HostRight } from '../model/host-rights.ts';
import { type NodeKind, nodeKinds } from '../model/nodes.ts';
import type { Permission, PermissionKind, VerbOf } from '../model/permissions.ts';
import { contractErrors } from './errors.ts';
import { idOf } from './fields.ts';

/**
 * What an operation does to the world: `read` changes nothing; `change` changes the store only; `act`
 * touches a server; `start` creates or starts something (honours `Idempotency-Key`); `stream` goes on.
 */
export type Effect = 'read' | 'change' | 'act' | 'start' | 'stream';

/** Why a session that is known answers to almost nothing: it is locked, or its first password must be changed. */
export type Restriction = 'locked' | 'must-change-password';

/** What `core/rpc` knows of a procedure besides its schemas. */
export interface ProcedureMeta {
  readonly effect: Effect;
  /** The permission demanded on the node that the input field `target` names … */
  readonly permission?: Permission;
  readonly target?: string;
  readonly targetKind?: NodeKind;
  /** … or why everybody who is signed in may call it. */
  readonly open?: string;
  /** Callable before anybody is signed in (first run, session.current). */
  readonly anonymous?: boolean;
  /** Not audited: it changes only what the caller alone can see, such as a scroll position or an upload that is not done. */
  readonly quiet?: boolean;
  /** Only for a person who is signed in: an API key is refused. */
  readonly personal?: boolean;
  /** Answers also to a session that is restricted in one of these ways. */
  readonly despite?: readonly Restriction[];
  /** Answers also to a member who is suspended in the organization that the input names. */
  readonly suspended?: boolean;
  /** What the operator of the host must have given the caller, beside any permission of an organization (R20). */
  readonly hostRight?: HostRight;
  /** The handler leaves out what the caller may not read; whoever may read anything below the parent may ask. */
  readonly filtered?: boolean;
  /** A person needs no permission where the target is theirs, or in an organization for what of it is theirs (R19). */
  readonly own?: boolean;
  /** What to tell who is refused, where the permission's own name does not say what this is about. */
  readonly refusal?: string;
}

interface Spec<I extends z.ZodRawShape, O extends AnySchema> {
  /** One imperative sentence: REST summary, CLI help, audit text. */
  readonly summary: string;
  readonly effect: Effect;
  readonly input?: I;
  readonly output: O;
  /** Last segment of the REST path where it isn't the resource itself, such as `move`; or, with `/`, all of it. */
  readonly path?: string;
  readonly method?: HTTPMethod;
  readonly filtered?: boolean;
  readonly own?: boolean;
  readonly refusal?: string;
  readonly personal?: boolean;
  readonly hostRight?: HostRight;
  /** Not audited: nothing of it is seen before another operation, which is. */
  readonly quiet?: boolean;
  /** Makes something without being a `start`, since its answer holds a secret that may be kept nowhere. */
  readonly creates?: boolean;
}

interface OpenSpec<I extends z.ZodRawShape, O extends AnySchema> extends Spec<I, O> {
  readonly path: string;
  readonly anonymous?: boolean;
  readonly suspended?: boolean;
  readonly despite?: readonly Restriction[];
}

const flagsOf = (spec: {
  filtered?: boolean;
  own?: boolean;
  refusal?: string;
  personal?: boolean;
  anonymous?: boolean;
  quiet?: boolean;
  suspended?: boolean;
  despite?: readonly Restriction[];
  hostRight?: HostRight;
}) => ({
  ...(spec.hostRight ? { hostRight: spec.hostRight } : {}),
  ...(spec.despite ? { despite: spec.despite } : {}),
  ...(spec.anonymous ? { anonymous: true } : {}),
  ...(spec.quiet ? { quiet: true } : {}),
  ...(spec.personal ? { personal: true } : {}),
  ...(spec.suspended ? { suspended: true } : {}),
  ...(spec.filtered ? { filtered: true } : {}),
  ...(spec.own ? { own: true } : {}),
  ...(spec.refusal ? { refusal: spec.refusal } : {}),
});

type IdField<K extends NodeKind> = { [P in `${K}Id`]: z.ZodString };
/** A procedure without fields may be called without an input. */
type InputSchema<I extends z.ZodRawShape> = keyof I extends never
  ? z.ZodPrefault<z.ZodObject<I, z.core.$strict>>
  : z.ZodObject<I, z.core.$strict>;
type Procedure<I extends z.ZodRawShape, O extends AnySchema> = ContractProcedure<
  InputSchema<I>,
  O,
  typeof contractErrors,
  ProcedureMeta
>;

const inputSchema = <I extends z.ZodRawShape>(shape: I): InputSchema<I> => {
  const schema = z.strictObject(shape);
  return (Object.keys(shape).length === 0 ? schema.prefault({} as never) : schema) as InputSchema<I>;
};

const methodOf: Readonly<Record<Effect, HTTPMethod>> = {
  read: 'GET',
  stream: 'GET',
  change: 'POST',
  act: 'POST',
  start: 'POST',
};

const build = <I extends z.ZodRawShape, O extends AnySchema>(
  meta: ProcedureMeta,
  route: { path: HTTPPath; method: HTTPMethod; tag: string },
  spec: Spec<z.ZodRawShape, O>,
  input: I,
): Procedure<I, O> =>
  oc
    .$meta<ProcedureMeta>(meta)
    .errors(contractErrors)
    .route({
      method: route.method,
      path: route.path,
      summary: spec.summary,
      tags: [route.tag],
      successStatus: spec.effect === 'start' || spec.creates ? 201 : 200,
    })
    .input(inputSchema(input))
    .output(spec.output);

const kebab = (text: string): string => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const pathOf = (resourcePath: string, path: string | undefined): HTTPPath => {
  if (path?.startsWith('/')) return path as HTTPPath;
  return `${resourcePath}${path ? `/${path}` : ''}` as HTTPPath;
};

/**
 * The only maker of authorized procedures. `on` acts on a node of this kind and adds its id to the input;
 * `under` acts below a parent (create, list) and adds the parent's. Both attach the permission
 * `kind.verb`, which `core/rpc` demands on that node. A verb that the catalogue lacks does not compile.
 */
export const resource = <K extends PermissionKind, P extends NodeKind, N extends NodeKind = K & NodeKind>(
  kind: K,
  /** `node` is the kind that its procedures are about, where that has no permissions of its own. */
  { parent, plural, node: own }: { parent: P; plural?: string; node?: N },
) => {
  const about = own ?? kind;
  const collection = plural ?? (about in nodeKinds ? nodeKinds[about as NodeKind].collection : kebab(kind));
  return {
    on: <O extends AnySchema, I extends z.ZodRawShape = Record<never, never>>(
      verb: VerbOf<K>,
      spec: Spec<I, O>,
    ): Procedure<I & IdField<N>, O> => {
      const target = `${about}Id`;
      const node = about as N;
      const shape = { [target]: idOf(node), ...spec.input } as unknown as I & IdField<N>;
      return build(
        {
          effect: spec.effect,
          permission: `${kind}.${verb}` as Permission,
          target,
          targetKind: node,
          ...flagsOf(spec),
        },
        {
          method: spec.method ?? methodOf[spec.effect],
          path: pathOf(`/${collection}/{${target}}`, spec.path),
          tag: about,
        },
        spec,
        shape,
      );
    },
    under: <O extends AnySchema, I extends z.ZodRawShape = Record<never, never>>(
      verb: VerbOf<K>,
      spec: Spec<I, O>,
    ): Procedure<I & IdField<P>, O> => {
      const target = `${parent}Id`;
      const shape = { [target]: idOf(parent), ...spec.input } as unknown as I & IdField<P>;
      return build(
        {
          effect: spec.effect,
          permission: `${kind}.${verb}` as Permission,
          target,
          targetKind: parent,
          ...flagsOf(spec),
        },
        {
          method: spec.method ?? methodOf[spec.effect],
          path: pathOf(`/${nodeKinds[parent].collection}/{${target}}/${collection}`, spec.path),
          tag: about,
        },
        spec,
        shape,
      );
    },
  };
};

/**
 * Declares a procedure that everybody signed in may call, and says why. Ids in its input are still resolved
 * and must be visible to the caller. A test lists all of these.
 */
export const open = <O extends AnySchema, I extends z.ZodRawShape = Record<never, never>>(
  why: string,
  spec: OpenSpec<I, O>,
): Procedure<I, O> =>
  build(
    {
      effect: spec.effect,
      open: why,
      ...flagsOf(spec),
    },
    {
      method: spec.method ?? methodOf[spec.effect],
      path: `/${spec.path}`,
      tag: spec.path.split('/')[0] ?? 'session',
    },
    spec,
    (spec.input ?? {}) as I,
  );

/** The output of a stream: any number of such items. */
export const streamOf = <T extends z.ZodType>(item: T) => eventIterator(item);
