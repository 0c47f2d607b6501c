import { Tags } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { TagsPage } from './tags-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'rules',
    id: 'tags',
    label: 'Tag sets',
    title: 'Tags',
    subject: 'The list of tags',
    icon: Tags,
    words: ['labels'],
    creations: [
      {
        dialog: 'new-tag-set',
        label: 'New tag set…',
        permission: 'tagSet.create',
        words: creationWords('tag set'),
      },
    ],
    permission: 'tagSet.read',
    Page: TagsPage,
  },
];
