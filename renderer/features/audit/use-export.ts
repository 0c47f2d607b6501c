import { useMutation } from '@tanstack/react-query';
import { downloadText } from '../../lib/download.ts';
import { rpc } from '../../lib/host/rpc.ts';

type Input = Omit<Parameters<typeof rpc.audit.export>[0], 'organizationId'>;

/** Fetches what a search finds as a file, piece by piece, and hands it to the browser. */
export const useExport = (organizationId: string) =>
  useMutation({
    mutationFn: async (input: Input) => {
      const texts: string[] = [];
      let file = { fileName: 'audit', mediaType: 'text/plain' };
      for await (const { text, fileName, mediaType } of await rpc.audit.export({
        ...input,
        organizationId,
      })) {
        texts.push(text);
        if (fileName && mediaType) file = { fileName, mediaType };
      }
      downloadText(file.fileName, texts.join(''), file.mediaType.split(';')[0]);
    },
  });
