/** A variable as a container gets it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}
