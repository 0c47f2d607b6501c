import type { ComposeProject } from '#shared/compose/schema/project.ts';

/** What a part of a project is started from, as its files say. */
export interface PartSource {
  readonly part: string;
  /** Undefined for one that is built and has no name of its own. */
  readonly image: string | undefined;
  /** The part that builds it: itself, or one that builds an image of the same name. */
  readonly builtBy: string | undefined;
  /** As in `linux/arm64`. */
  readonly platform: string | undefined;
  /** When it is asked for anew. */
  readonly policy: 'always' | 'missing' | 'never';
}

/** Reads it of every part that has an image; a part that a program of the server provides has none. */
export function partSources({ services }: ComposeProject): PartSource[] {
  const builders = new Map(
    Object.entries(services).flatMap(([part, { build, image }]) => (build && image ? [[image, part]] : [])),
  );
  return Object.entries(services).flatMap(([part, { build, image, platform, pull_policy: policy }]) => {
    if (!build && image === undefined) return [];
    const builtBy = build ? part : builders.get(image ?? '');
    return [{ part, image, builtBy, platform, policy: policyOf(policy) }];
  });
}

/** Compose's words: whatever says nothing is asked for where it is missing. */
function policyOf(policy: string | undefined): PartSource['policy'] {
  if (policy === 'never') return 'never';
  return policy === 'always' || /^(?:daily|weekly|every_)/.test(policy ?? '') ? 'always' : 'missing';
}
