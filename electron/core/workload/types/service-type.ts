import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { ImageDetails } from '../../remote/docker/images.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Attempt } from '../attempt.ts';
import type { Content, Variable } from '../desired/desired.ts';
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
}

/** How the image of a service comes to its server. */
export interface ImageSource<Spec> {
  /** Brings it there; idempotent. `local` is what the server had of it. */
  obtain(attempt: Attempt, spec: Spec, local: ImageDetails | null): Promise<PinnedImage>;
  /** Ends what `obtain` may have left at work; returns when nothing of it runs any more. */
  cancel(attempt: Attempt, spec: Spec): Promise<void>;
  /** How it comes in words, for the plan. */
  stepsOf(spec: Spec, isRollback: boolean): string[];
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
    readonly launch?: { readonly first: string; readonly update: string } | undefined;
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
   * the server has, null before there is one.
   */
  objections(
    connection: SshConnection,
    spec: Spec,
    asked: { readonly serviceId: string; readonly image: string | null },
  ): Promise<string[]>;
  /** How its containers are to run. */
  contentOf(spec: Spec): Content;
  /** What a plan compares, field by field. */
  fieldsOf(spec: Spec): Iterable<readonly [field: string, text: string]>;
  /** What a plan has to know that takes reading; its fields are compared in the place of `fieldsOf`. */
  review?(spec: Spec, variables: readonly Variable[], accepted: ReadonlySet<string>): Promise<Review>;
  /** What is worth knowing before a deployment, such as an outage. */
  warningsOf(spec: Spec, isUpdate: boolean): string[];
  /** How long the containers of a version have to end when it is undone: one that failed has nothing to finish. */
  readonly stopSeconds: { readonly failed: number; readonly cancelled: number };
}

/** One of any type there is. */
export type AnyServiceType = ServiceType<ServiceSpec>;
