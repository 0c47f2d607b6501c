import { create } from 'zustand';
import type { Permission } from '#shared/model/permissions.ts';

/** What the dialog is about: a node, and what is wanted of it. */
export interface WhyQuestion {
  readonly nodeId: string;
  readonly name: string;
  readonly permission: Permission;
}

interface QuestionState {
  readonly question: WhyQuestion | undefined;
}

export const useWhyQuestion = create<QuestionState>()(() => ({ question: undefined }));

/** Opens the dialog that says why one may not do something, and offers to ask for it. */
export const openWhy = (question: WhyQuestion): void => useWhyQuestion.setState({ question });

export const closeWhy = (): void => useWhyQuestion.setState({ question: undefined });
