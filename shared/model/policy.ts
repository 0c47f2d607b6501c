/** What an Owner decides about ownership, Admins and invitations. */
export interface Policy {
  /** Whether the Owner may hand the organization to another member. */
  readonly allowsTransfer: boolean;
  /** Whether an Admin may demote, remove and invite Admins (R3). */
  readonly adminsManageAdmins: boolean;
  /** The lifetime that the invitation dialog offers first. */
  readonly invitationHours: InvitationHours;
}

/** 48 hours or 7 days. */
export const invitationLifetimes = [48, 168] as const;
export type InvitationHours = (typeof invitationLifetimes)[number];

/** Named mixes. Source: docs/access.md, R5. */
export const policyPresets = {
  fixedOwner: { allowsTransfer: false, adminsManageAdmins: false, invitationHours: 48 },
  delegated: { allowsTransfer: true, adminsManageAdmins: true, invitationHours: 168 },
  balanced: { allowsTransfer: true, adminsManageAdmins: false, invitationHours: 48 },
} as const satisfies Record<string, Policy>;

export type PolicyPreset = keyof typeof policyPresets;

/** The preset that a policy is, or `custom` for any other mix. */
export const presetOf = (policy: Policy): PolicyPreset | 'custom' => {
  const same = Object.entries(policyPresets).find(
    ([, preset]) =>
      preset.allowsTransfer === policy.allowsTransfer &&
      preset.adminsManageAdmins === policy.adminsManageAdmins &&
      preset.invitationHours === policy.invitationHours,
  );
  return same ? (same[0] as PolicyPreset) : 'custom';
};
