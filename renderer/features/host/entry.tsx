import { HardDrive } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { HostPage } from './host-page.tsx';

export const pages: readonly PageDescriptor[] = [
  { at: 'shell', id: 'host', label: 'This host', icon: HardDrive, needs: 'operate', Page: HostPage },
];
