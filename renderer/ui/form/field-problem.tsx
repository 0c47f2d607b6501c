interface FieldProblemProps {
  /** Where the field finds it by `aria-describedby`. */
  readonly id?: string | undefined;
  readonly problem: string | undefined;
}

/** What is wrong with a field, below it; nothing where all is well. */
export const FieldProblem = ({ id, problem }: FieldProblemProps) =>
  problem ? (
    <p id={id} role="alert" className="text-danger text-sm">
      {problem}
    </p>
  ) : null;
