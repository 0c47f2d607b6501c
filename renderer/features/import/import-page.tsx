import { Container, FileStack } from 'lucide-react';
import type { NodeProps } from '../../lib/feature.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { ComposeImporter } from './compose/compose-importer.tsx';
import { DokployImporter } from './dokploy/dokploy-importer.tsx';

const sources = [
  {
    value: 'dokploy',
    label: 'A Dokploy instance',
    hint: 'Projects, services, variables, domains, by its API',
    icon: Container,
  },
  {
    value: 'compose',
    label: 'Compose files',
    hint: 'A text, or a folder with a project in each folder',
    icon: FileStack,
  },
] as const;
type Source = (typeof sources)[number]['value'];

/** Brings in what runs elsewhere: where from, what would be made, and then what was. */
export const ImportPage = ({ organizationId }: NodeProps) => {
  const [from, setFrom] = useSearchParam('from');
  const source: Source = from === 'compose' ? 'compose' : 'dokploy';
  return (
    <PageBody>
      <RadioCards
        label="Where from"
        value={source}
        onChange={(next) => setFrom(next === 'dokploy' ? undefined : next, { replace: true })}
        options={sources}
      />
      {source === 'dokploy' ? (
        <DokployImporter organizationId={organizationId} />
      ) : (
        <ComposeImporter organizationId={organizationId} />
      )}
    </PageBody>
  );
};
