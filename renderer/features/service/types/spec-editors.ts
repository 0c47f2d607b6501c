import type { ServiceTypeName } from '#shared/model/service-types.ts';
import { applicationEditor } from './application-editor.ts';
import { composeEditor } from './compose-editor.ts';
import { databaseEditor } from './database-editor.ts';
import type { SpecEditor } from './spec-editor.ts';

/** One line a type. */
export const specEditors: Readonly<Record<ServiceTypeName, SpecEditor>> = {
  application: applicationEditor,
  compose: composeEditor,
  database: databaseEditor,
};
