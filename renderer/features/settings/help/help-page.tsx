import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Chapter, searchChapters } from '#shared/help/chapter.ts';
import { conceptChapters } from '#shared/help/concepts.ts';
import { taskChapters } from '#shared/help/tasks.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { helpParam } from '../../../lib/help-link.tsx';
import { useSearchParam } from '../../../lib/navigation.ts';
import { RestReference } from '../../../lib/rest-reference.tsx';
import { useOrganization, useSession } from '../../../lib/session/use-session.ts';
import { TextField } from '../../../ui/form/text-field.tsx';
import { PageBody } from '../../../ui/page-body.tsx';
import { AccessPicture } from './access-picture.tsx';
import { ChapterText } from './chapter-text.tsx';

/** What one should know about Quayside, where it is needed: tasks first, then how it works. */
export function HelpPage({ organizationId }: { readonly organizationId: string }) {
  const [query, setQuery] = useState('');
  const [wanted] = useSearchParam(helpParam);
  const { data: session } = useSession();
  const tasks = searchChapters(taskChapters, query);
  const concepts = searchChapters(conceptChapters, query);
  return (
    <PageBody isText>
      <div className="max-w-prose">
        <TextField
          label="Search the help"
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <p role="status" className={query.trim() ? 'text-secondary' : 'sr-only'}>
        {query.trim() && foundWords(tasks.length + concepts.length, query.trim())}
      </p>
      <Part title="How do I …?" chapters={tasks} organizationId={organizationId} wanted={wanted} />
      <Part title="How it works" chapters={concepts} organizationId={organizationId} wanted={wanted} />
      <p className="text-secondary">
        For programs: <RestReference>the REST interface</RestReference>, to read and to try.
      </p>
      {session && (
        <p className="text-muted text-sm">
          Quayside {session.host.version}, {session.host.kind} on {session.host.platform}
        </p>
      )}
    </PageBody>
  );
}

function foundWords(count: number, query: string): string {
  if (count === 0) return `Nothing here holds “${query}”. Try fewer words.`;
  return count === 1 ? 'One chapter' : `${count} chapters`;
}

interface PartProps {
  readonly title: string;
  readonly chapters: readonly Chapter[];
  readonly organizationId: string;
  readonly wanted: string | undefined;
}

function Part({ title, chapters, organizationId, wanted }: PartProps) {
  if (chapters.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-4">
      <h2 className="font-semibold text-lg">{title}</h2>
      {chapters.map((chapter) => (
        <OneChapter
          key={chapter.id}
          chapter={chapter}
          organizationId={organizationId}
          isWanted={chapter.id === wanted}
        />
      ))}
    </section>
  );
}

interface OneChapterProps {
  readonly chapter: Chapter;
  readonly organizationId: string;
  readonly isWanted: boolean;
}

/** A chapter that a link wants is brought into sight and gets the keyboard. */
function OneChapter({ chapter, organizationId, isWanted }: OneChapterProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return (
    <section aria-label={chapter.title} className="max-w-prose">
      <h3 ref={heading} tabIndex={-1} className="font-medium">
        {chapter.title}
      </h3>
      <div className="mt-1 flex flex-col gap-2 text-secondary">
        <ChapterText blocks={chapter.blocks} organizationId={organizationId} />
        {extras[chapter.id]}
      </div>
    </section>
  );
}

/** What belongs to a chapter and is no text. */
const extras: Readonly<Record<string, ReactNode>> = { roles: <RolesInPictures /> };

function RolesInPictures() {
  const organization = useOrganization();
  return (
    <>
      <AccessPicture />
      <ul className="list-disc pl-5">
        {Object.values(builtInRoles).map(({ name, reach, level, permissions }) => (
          <li key={name}>
            <strong className="text-primary">{name}</strong> (level {level}): {permissions.length} permissions{' '}
            {reach === 'organization' ? 'everywhere' : 'where granted'}
          </li>
        ))}
      </ul>
      {organization && (
        <p>
          Your role in {organization.name} is <strong className="text-primary">{organization.role}</strong>.
        </p>
      )}
    </>
  );
}
