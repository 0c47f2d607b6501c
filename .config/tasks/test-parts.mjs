// The parts of `npm test` in their order, and how many minutes each may take on two cores before it is stuck. All of
// them together are less than what `.ci/run` waits for, so that a part that hangs is named and counted by us.
export const parts = {
  setup: 8,
  types: 4,
  biome: 2,
  knip: 2,
  build: 4,
  unit: 12,
  integration: 20,
  e2e: 22,
  electron: 4,
};

export const timeoutMsOf = (part) => parts[part] * 60_000;
