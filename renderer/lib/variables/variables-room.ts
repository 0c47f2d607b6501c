import { Variable } from 'lucide-react';
import { type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import type { Room } from '../feature.ts';
import type { NodePage } from '../pages/descriptor.ts';
import { VariablesPage } from './variables-page.tsx';

/** The room of variables that projects, environments and services have alike. */
export const variablesRoom: Room = { id: 'variables', label: 'Variables', icon: Variable };

/** The page of the variables of one kind of node, in a room of its own or among others. */
export function variablesPage(at: VariableLevel, room: string = variablesRoom.id): NodePage {
  return {
    at,
    room,
    id: 'variables',
    label: 'Variables',
    subject: 'The list of variables',
    icon: Variable,
    words: ['environment variables', 'env', 'secrets'],
    permission: `${variablesKindOf(at)}.read`,
    Page: VariablesPage,
  };
}
