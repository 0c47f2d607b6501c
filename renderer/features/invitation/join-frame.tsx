import { MailOpen } from 'lucide-react';
import type { ReactNode } from 'react';

interface JoinFrameProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The one card in the middle of the window. */
export const JoinFrame = ({ title, children }: JoinFrameProps) => (
  <main className="flex h-full items-start justify-center overflow-y-auto bg-panel px-4 pt-[12vh] pb-8">
    <div className="flex w-[26rem] flex-col gap-4 rounded-lg border border-line bg-canvas p-6">
      <h1 className="flex items-center gap-2 font-semibold text-xl">
        <MailOpen aria-hidden className="size-5 shrink-0 text-accent" />
        {title}
      </h1>
      {children}
    </div>
  </main>
);
