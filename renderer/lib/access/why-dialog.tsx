import { useState } from 'react';
import { demandedPermissions, isPermission, type Permission } from '#shared/model/permissions.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { kindOf, kindWords } from './permission-words.ts';
import { Why } from './why.tsx';
import { closeWhy, useWhyQuestion, type WhyQuestion } from './why-question.ts';

const PermissionSelect = (props: {
  readonly value: Permission;
  readonly onChange: (permission: Permission) => void;
}) => (
  <InlineSelect
    label="What you want to do"
    width="18rem"
    value={props.value}
    onChange={(value) => isPermission(value) && props.onChange(value)}
  >
    {[...Map.groupBy(demandedPermissions, kindOf)].map(([kind, permissions]) => (
      <optgroup key={kind} label={kindWords(kind)}>
        {permissions.map((permission) => (
          <option key={permission} value={permission}>
            {permission}
          </option>
        ))}
      </optgroup>
    ))}
  </InlineSelect>
);

const OpenDialog = ({ question }: { readonly question: WhyQuestion }) => {
  const [permission, setPermission] = useState(question.permission);
  return (
    <Dialog isOpen onClose={closeWhy} title={`What may I do on ${question.name}?`} width="lg">
      <div className="flex flex-col gap-3">
        <PermissionSelect value={permission} onChange={setPermission} />
        <Why key={permission} permission={permission} nodeId={question.nodeId} />
      </div>
    </Dialog>
  );
};

/** The one dialog “Why can I not …?”, opened from menus and the palette. */
export const WhyDialog = () => {
  const question = useWhyQuestion((state) => state.question);
  return question ? <OpenDialog key={question.nodeId} question={question} /> : null;
};
