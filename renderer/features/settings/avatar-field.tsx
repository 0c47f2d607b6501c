import { useMutation } from '@tanstack/react-query';
import { ImageUp } from 'lucide-react';
import { type ChangeEvent, useId, useRef } from 'react';
import type { OwnAccount } from '#shared/contract/session.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { shrinkPicture } from './shrink-picture.ts';

/** Your picture; initials where there is none. */
export const AvatarField = ({ account }: { readonly account: OwnAccount }) => {
  const id = useId();
  const fileRef = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: async (file: Blob | null) =>
      rpc.session.updateProfile({ avatar: file && (await shrinkPicture(file)) }),
    onSuccess: refreshSession,
  });
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = target.files ?? [];
    if (file) save.mutate(file);
    target.value = '';
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Avatar name={account.name} image={account.avatar ?? undefined} size="lg" />
        <Button icon={ImageUp} isBusy={save.isPending} onClick={() => fileRef.current?.click()}>
          Choose picture
        </Button>
        {account.avatar && (
          <Button variant="ghost" onClick={() => save.mutate(null)}>
            Remove picture
          </Button>
        )}
        <label htmlFor={id} className="sr-only">
          Picture
        </label>
        <input
          ref={fileRef}
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          className="sr-only"
          tabIndex={-1}
          onChange={choose}
        />
      </div>
      {save.error instanceof TypeError ? (
        <Notice tone="danger">{save.error.message}</Notice>
      ) : (
        <InlineError error={save.error} />
      )}
    </div>
  );
};
