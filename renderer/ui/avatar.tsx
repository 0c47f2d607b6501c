import { classNames } from './class-names.ts';

const sizes = { sm: 'size-5 text-[10px]', md: 'size-8 text-sm', lg: 'size-12 text-lg' };

/** The first letters of the first and the last word of a name. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0]);
  return letters.join('').toUpperCase() || '?';
};

interface AvatarProps {
  readonly name: string;
  /** A data URL. */
  readonly image?: string | undefined;
  readonly size?: keyof typeof sizes;
}

/** Somebody's picture, or their initials; the name stands beside it. */
export const Avatar = ({ name, image, size = 'sm' }: AvatarProps) =>
  image ? (
    <img src={image} alt="" className={classNames('shrink-0 rounded-full object-cover', sizes[size])} />
  ) : (
    <span
      aria-hidden
      // Drawn and not written: a control that bears it is called by its label alone.
      data-initials={initialsOf(name)}
      className={classNames(
        'before:content-[attr(data-initials)] inline-flex shrink-0 select-none items-center justify-center rounded-full bg-selected font-semibold text-secondary',
        sizes[size],
      )}
    />
  );
