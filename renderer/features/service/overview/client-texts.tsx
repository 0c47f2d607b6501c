import { useState } from 'react';
import { CodeBlock } from '../../../ui/code-text.tsx';
import { Tabs } from '../../../ui/tabs.tsx';

interface ClientTextsProps {
  /** Where they are, such as `inside`; tells one such list from another on the page. */
  readonly place: string;
  readonly panelId: string;
  readonly texts: readonly { readonly client: string; readonly text: string }[];
}

/** What each client of a database is told, one at a time. */
export function ClientTexts({ place, panelId, texts }: ClientTextsProps) {
  const [client, setClient] = useState(texts[0]?.client ?? '');
  const chosen = texts.find((text) => text.client === client) ?? texts[0];
  if (!chosen) return null;
  return (
    <>
      <Tabs
        label={`Clients ${place}`}
        value={chosen.client}
        onChange={setClient}
        panelId={panelId}
        tabs={texts.map((text) => ({ id: text.client, label: text.client }))}
      />
      <div id={panelId}>
        <CodeBlock label={`for ${chosen.client}, ${place}`} text={chosen.text} />
      </div>
    </>
  );
}
