import { Tags } from 'lucide-react';
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
    permission: 'tagSet.read',
    Page: TagsPage,
  },
];
