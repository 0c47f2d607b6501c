import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { VariableProblem } from '#shared/model/variables/resolve.ts';
import type { ImageDetails } from '../../remote/docker/images.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Attempt, GitAccess } from '../attempt.ts';
import type { ComposeSources } from '../compose/sources.ts';
import type { Content, KnownVariable, Variable } from '../desired/desired.ts';
import type { PinnedImage } from '../image/pinned-image.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What is wrong with a field of a configuration. */
export interface SpecIssue {
  readonly path: string;
  readonly message: string;
}

/** A configuration as read together with its variables. */
export interface Review {
  readonly blockers: readonly string[];
  readonly warnings: readonly string[];
  /** Undefined where it cannot be read. */
  readonly fields: readonly (readonly [field: string, text: string])[] | undefined;
  /**
   * Of the parts that a proxy leads to those that are out for a moment where they change, each with why as it follows
   * “since”. Absent where it has no parts, or cannot be read.
   */
  readonly outagesOf?: ((asked: OutagesAsked) => ReadonlyMap<string, string>) | undefined;
}

/** What is known of an update before it is begun. */
export interface OutagesAsked {
  /** The fields that differ from what runs. */
  readonly changed: readonly string[];
  /** The parts that a proxy leads to; null is the only one. */
  readonly routed: readonly (string | null)[];
  /** The parts whose containers have what is handed on from one to the next. */
  readonly keeping: readonly string[];
}

/** How the image of a service comes to its server. */
export interface ImageSource<Spec> {
  /** Brings it there; idempotent. `local` is what the server had of it. */
  obtain(attempt: Attempt, spec: Spec, local: ImageDetails | null): Promise<PinnedImage>;
  /** Ends what `obtain` may have left at work; returns when nothing of it runs any more. */
  cancel(attempt: Attempt, spec: Spec): Promise<void>;
  /** How it comes in words, for the plan. */
  stepsOf(spec: Spec, coming: ImageComing): string[];
}

/** What a plan knows of how an image comes. */
export interface ImageComing {
  /** It is that of an earlier deployment. */
  readonly isRollback: boolean;
  /** The name of the server that builds it, null where that is the one that it runs on. */
  readonly builtOn: string | null;
  /** The name of the server that it runs on, null where none was chosen yet. */
  readonly runsOn: string | null;
}

/**
 * What a service of one type is: everything that tells it from the other types, in one place. Queue, states, log,
 * plan, history, watch and way back are the same for all of them.
 */
export interface ServiceType<Spec> {
  readonly words: {
    /** Why one without a configuration cannot be deployed. */
    readonly unconfigured: string;
    /** What starting it is, where that is more than so many replicas of one image. */
    readonly launch?:
      | { readonly first: string; readonly update: string; readonly beside: string }
      | undefined;
  };
  /** What runs it. */
  readonly runtime: Runtime;
  readonly image: ImageSource<Spec>;
  /** What is wrong with a configuration by itself, whatever server it is for. */
  issuesOf(spec: Spec): SpecIssue[];
  /** What of a saved configuration cannot be changed any more. */
  keeps(before: Spec, after: Spec, wasDeployed: boolean): SpecIssue[];
  /**
   * Why a configuration must not run on what is on the server of an earlier one, found by looking alone. `image` is one that
   * the server has, null before there is one; `ran` what ran of the service last.
   */
  objections(
    connection: SshConnection,
    spec: Spec,
    asked: { readonly serviceId: string; readonly image: string | null; readonly ran: ServiceSpec | null },
  ): Promise<string[]>;
  /** How its containers are to run. */
  contentOf(spec: Spec): Content;
  /** What a plan compares, field by field. */
  fieldsOf(spec: Spec): Iterable<readonly [field: string, text: string]>;
  /** What a plan has to know that takes reading; its fields are compared in the place of `fieldsOf`. */
  review?(
    spec: Spec,
    variables: readonly Variable[],
    accepted: ReadonlySet<string>,
    sources: ComposeSources | null,
  ): Promise<Review>;
  /** Reads for a review what its server fetches, leaving nothing there; null for a configuration that holds all of it. */
  readSources?(
    connection: SshConnection,
    spec: Spec,
    reading: {
      readonly serviceId: string;
      readonly access: GitAccess;
      readonly variables: readonly Variable[];
    },
  ): Promise<ComposeSources | null>;
  /** What the server's own tool reads otherwise in a sound configuration, in words; it stands in nobody's way. */
  secondOpinion?(
    connection: SshConnection,
    spec: Spec,
    reading: {
      readonly serviceId: string;
      readonly variables: readonly Variable[];
      readonly sources: ComposeSources | null;
    },
  ): Promise<string[]>;
  /** Why what is run before it starts, such as a build, cannot have the variables that it asks for; none where absent. */
  variableProblems?(spec: Spec, variables: readonly KnownVariable[]): VariableProblem[];
  /** What is worth knowing before a deployment, such as an outage. */
  warningsOf(spec: Spec, isUpdate: boolean): string[];
  /** How long the containers of a version have to end when it is undone: one that failed has nothing to finish. */
  readonly stopSeconds: { readonly failed: number; readonly cancelled: number };
}

/** One of any type there is. */
export type AnyServiceType = ServiceType<ServiceSpec>;
