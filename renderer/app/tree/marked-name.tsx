interface MarkedNameProps {
  readonly name: string;
  /** Words in lower case whose first occurrence is marked. */
  readonly words: readonly string[];
}

/** A name with what the filter found in it marked. */
export const MarkedName = ({ name, words }: MarkedNameProps) => {
  const lower = name.toLowerCase();
  const word = words.find((candidate) => lower.includes(candidate));
  if (!word || lower.length !== name.length) return name;
  const start = lower.indexOf(word);
  return (
    <>
      {name.slice(0, start)}
      <mark className="rounded-sm bg-transparent font-semibold text-accent">
        {name.slice(start, start + word.length)}
      </mark>
      {name.slice(start + word.length)}
    </>
  );
};
