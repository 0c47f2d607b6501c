import { Waypoints } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { ProxyFilesPage } from './proxy-files-page.tsx';
import { ProxyPage } from './proxy-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'server',
    room: 'proxy',
    id: 'proxy',
    label: 'Proxy',
    subject: 'The proxy',
    icon: Waypoints,
    words: ['traefik', 'caddy', 'reverse proxy', 'domains', 'https', 'install proxy', 'lets encrypt'],
    Page: ProxyPage,
  },
  {
    at: 'server',
    room: 'proxy',
    id: 'proxy-files',
    label: 'Proxy files',
    subject: 'The files of the proxy',
    icon: Waypoints,
    words: ['traefik files', 'caddy files', 'dynamic configuration'],
    permission: 'proxyFile.read',
    Page: ProxyFilesPage,
  },
];
