import type { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { DatabasePanel } from '../overview/database-panel.tsx';
import { DatabaseBasics } from './database-basics.tsx';
import { DatabaseFields } from './database-fields.tsx';
import {
  type DatabaseForm,
  databaseDifferences,
  databaseIssue,
  emptyDatabase,
  fromDatabase,
  toDatabase,
} from './database-form.ts';
import { forAnyForm } from './spec-editor.ts';

/** The form of a database: version, where it is reached, and limits; its engine and account stay. */
export const databaseEditor = forAnyForm<DatabaseForm, DatabaseSpec>({
  fromSpec: fromDatabase,
  toSpec: toDatabase,
  issueAt: databaseIssue,
  differences: databaseDifferences,
  empty: emptyDatabase,
  suggestedName: ({ engine, image }) => (engine === 'other' ? nameOfImage(image) : engine),
  Basics: DatabaseBasics,
  Reach: DatabasePanel,
  Fields: DatabaseFields,
});

function nameOfImage(image: string): string {
  return (
    image
      .replace(/[:@][^/]*$/, '')
      .split('/')
      .at(-1)
      ?.slice(0, 63) ?? ''
  );
}
