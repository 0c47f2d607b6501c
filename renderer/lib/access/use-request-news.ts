import { useEffect, useRef } from 'react';
import { showToast } from '../../state/toast.ts';
import { actWords } from './permission-words.ts';
import { answeredSince, type Known } from './request-news.ts';
import { useRequests } from './use-requests.ts';

/** Tells when somebody has answered a request of one's own. */
export const useRequestNews = (organizationId: string): void => {
  const { data } = useRequests(organizationId);
  const known = useRef<Known>(new Map());
  useEffect(() => {
    if (!data) return;
    for (const { state, permission, place, answer, answeredBy } of answeredSince(known.current, data))
      showToast({
        tone: state === 'granted' ? 'success' : 'neutral',
        title: `${answeredBy ?? 'Somebody'} has ${state} your request to ${actWords(permission)} on ${place.path}`,
        detail: answer || undefined,
      });
    known.current = new Map(data.map(({ id, state }) => [id, state]));
  }, [data]);
};
