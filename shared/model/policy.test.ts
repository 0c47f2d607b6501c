import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Policy, policyPresets, presetOf } from './policy.ts';

it.each(Object.entries(policyPresets))('R5: the preset %s is recognised', (name, policy) => {
  expect(presetOf(policy)).toBe(name);
});

it('R5: any other mix is Custom', () => {
  const known = Object.values(policyPresets).map((preset) => JSON.stringify(preset));
  const anyPolicy = fc.record<Policy>({
    allowsTransfer: fc.boolean(),
    adminsManageAdmins: fc.boolean(),
    invitationHours: fc.constantFrom(48, 168),
  });
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(presetOf(policy) === 'custom').toBe(!known.includes(JSON.stringify(policy)));
    }),
  );
});
