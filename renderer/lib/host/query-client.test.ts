import { QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { queryClient, readAnew } from './query-client.ts';

afterEach(() => queryClient.clear());

/** A query that is looked at; each time it is asked, `answers` gets what answers it. */
const lookAt = (key: string) => {
  const answers: ((answer: string) => void)[] = [];
  const observer = new QueryObserver<string>(queryClient, {
    queryKey: [key],
    queryFn: () => new Promise((resolve) => void answers.push(resolve)),
  });
  observer.subscribe(() => undefined);
  const asked = (times: number) => vi.waitFor(() => expect(answers).toHaveLength(times));
  return { answers, asked, shown: () => observer.getCurrentResult().data };
};

test('a first answer that a change has overtaken is asked for again', async () => {
  const members = lookAt('members');
  const teams = lookAt('teams');
  await members.asked(1);
  await teams.asked(1);
  void readAnew(({ queryKey }) => queryKey[0] === 'members');
  members.answers[0]?.('as it was');
  teams.answers[0]?.('untouched');
  await members.asked(2);
  members.answers[1]?.('as it is');
  await vi.waitFor(() => expect(members.shown()).toBe('as it is'));
  expect(teams.shown()).toBe('untouched');
  expect(teams.answers).toHaveLength(1);
});

test('of two answers the one that was asked for later is shown, in whatever order they come', async () => {
  const members = lookAt('members');
  await members.asked(1);
  members.answers[0]?.('first');
  await vi.waitFor(() => expect(members.shown()).toBe('first'));
  void readAnew(() => true);
  await members.asked(2);
  void readAnew(() => true);
  await members.asked(3);
  members.answers[2]?.('newest');
  members.answers[1]?.('late');
  await vi.waitFor(() => expect(members.shown()).toBe('newest'));
});
