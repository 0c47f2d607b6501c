import { keepingChapters } from './tasks/keeping.ts';
import { runningChapters } from './tasks/running.ts';
import { sourceChapters } from './tasks/sources.ts';

/** How one does what people come for. */
export const taskChapters = [...runningChapters, ...sourceChapters, ...keepingChapters] as const;

/** The chapters that pages lead to. */
export type TaskId = (typeof taskChapters)[number]['id'];
