import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';

const later = (): never => {
  throw new Error('comes with the next commit');
};

export const accessRouter: RouterOf<Contract['access']> = {
  explain: rpc.access.explain.handler(later),
  matrix: rpc.access.matrix.handler(later),
  matrixCsv: rpc.access.matrixCsv.handler(later),
  onNode: rpc.access.onNode.handler(later),
  review: rpc.access.review.handler(later),
  requests: rpc.access.requests.handler(later),
  request: rpc.access.request.handler(later),
  answer: rpc.access.answer.handler(later),
  withdraw: rpc.access.withdraw.handler(later),
};
