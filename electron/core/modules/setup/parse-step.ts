import type { Setup } from '#shared/contract/server.ts';
import { type SetupStepId, setupSteps } from './script.ts';

export type SetupStep = Setup['steps'][number];

/** What the script says of a step; `needed` only where it was asked for its plan. */
export interface StepReport {
  readonly id: SetupStepId;
  readonly state: 'running' | 'done' | 'unchanged' | 'failed' | 'needed';
  readonly detail: string;
}

const reportLine = /^::quayside (running|done|unchanged|failed|needed) ([a-z]+) (.*)$/;
const longestDetail = 300;

const isStepId = (text: string | undefined): text is SetupStepId => setupSteps.some(([id]) => id === text);

/** A text of a server's as one line that hides nothing, and is not long. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, longestDetail);

/** Reads a line of the script's output; null for what is no report, such as the output of apt. */
export const parseStep = (line: string): StepReport | null => {
  const [, state, id, detail = ''] = reportLine.exec(line) ?? [];
  if (!isStepId(id)) return null;
  return { id, state: state as StepReport['state'], detail: plain(detail) };
};

/** The step after the script's, which this side does. */
export const proxyStepName = 'Proxy';

/** What people call a step. */
export const stepName = (id: SetupStepId): string => setupSteps.find(([known]) => known === id)?.[1] ?? id;

/** All steps as they stand before anything ran. */
export const pendingSteps = (withProxy: boolean): SetupStep[] =>
  [...setupSteps.map(([, name]) => name), ...(withProxy ? [proxyStepName] : [])].map((name) => ({
    name,
    state: 'pending',
    detail: '',
  }));

/** The name of the step that the script is at, or was at last. */
export const currentStep = (steps: readonly SetupStep[]): string | null => {
  const running = steps.find(({ state }) => state === 'running');
  return (running ?? steps.findLast(({ state }) => state !== 'pending'))?.name ?? null;
};

/** The steps after a report; an answer of the plan changes none. */
export const withReport = (steps: readonly SetupStep[], report: StepReport): SetupStep[] => {
  const { id, state, detail } = report;
  if (state === 'needed') return [...steps];
  const name = stepName(id);
  return steps.map((step) => (step.name === name ? { name, state, detail } : step));
};
