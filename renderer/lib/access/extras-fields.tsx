import { X } from 'lucide-react';
import { extraPermissions } from '#shared/contract/member.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { Switch } from '../../ui/form/switch.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { usePermissionCheck } from '../use-permission.ts';
import { type ExtraFlag, extraFlags, hasFlag, isInFlag, otherExtras, withFlag } from './extra-flags.ts';

interface ExtrasProps {
  readonly organizationId: string;
  readonly extras: readonly string[];
  readonly onChange: (extras: readonly string[]) => void;
  readonly lockedReason: Reason | undefined;
}

const groups = [...new Set(extraFlags.map(({ group }) => group))];

const FlagSwitch = ({ flag, ...props }: ExtrasProps & { readonly flag: ExtraFlag }) => {
  const { organizationId, extras, onChange, lockedReason } = props;
  const check = usePermissionCheck();
  const isOn = hasFlag(extras, flag);
  const missing = flag.permissions.find((permission) => check(permission, organizationId));
  const reason = missing && !isOn ? `You do not hold ${missing} yourself, so you cannot give it.` : undefined;
  return (
    <Switch
      label={flag.label}
      hint={flag.hint}
      isChecked={isOn}
      onChange={(next) => onChange(withFlag(extras, flag, next))}
      disabledReason={lockedReason ?? reason}
    />
  );
};

const OtherExtras = ({ organizationId, extras, onChange, lockedReason }: ExtrasProps) => {
  const check = usePermissionCheck();
  const others = otherExtras(extras);
  const givable = (permission: Permission): boolean =>
    !isInFlag(permission) && !extras.includes(permission) && !check(permission, organizationId);
  return (
    <div>
      <h3 className="mb-2 font-medium text-secondary text-sm">Other single permissions</h3>
      <ul aria-label="Other single permissions" className="flex flex-wrap gap-1.5">
        {others.map((permission) => (
          <li
            key={permission}
            className="flex h-6 items-center gap-1 rounded border border-strong pl-2 font-mono text-sm"
          >
            {permission}
            <IconButton
              label={`Take ${permission}`}
              icon={X}
              size="xs"
              disabledReason={lockedReason}
              onClick={() => onChange(extras.filter((extra) => extra !== permission))}
            />
          </li>
        ))}
        <li>
          <InlineSelect
            label="Give a single permission"
            width="11rem"
            size="sm"
            value=""
            disabledReason={lockedReason}
            onChange={(value) => value && onChange([...extras, value])}
          >
            <option value="">Give another one…</option>
            {extraPermissions.filter(givable).map((permission) => (
              <option key={permission} value={permission}>
                {permission}
              </option>
            ))}
          </InlineSelect>
        </li>
      </ul>
    </div>
  );
};

/** Single permissions for the whole organization, besides the role. */
export const ExtrasFields = (props: ExtrasProps) => (
  <>
    <div className="grid gap-x-6 gap-y-4 md:grid-cols-3">
      {groups.map((group) => (
        <div key={group} className="flex flex-col gap-2.5">
          <h3 className="font-medium text-secondary text-sm">{group}</h3>
          {extraFlags
            .filter((flag) => flag.group === group)
            .map((flag) => (
              <FlagSwitch key={flag.id} flag={flag} {...props} />
            ))}
        </div>
      ))}
    </div>
    <OtherExtras {...props} />
  </>
);
