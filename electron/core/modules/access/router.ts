import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { answerRequest } from './answer.ts';
import { askFor, withdraw } from './ask.ts';
import { csvName, matrixCsv } from './csv.ts';
import { explain } from './explain.ts';
import { matrixOf } from './matrix.ts';
import { accessOnNode } from './on-node.ts';
import { requestsOf } from './requests.ts';
import type { ReviewParts } from './review.ts';
import { reviewOf } from './review.ts';

export function createAccessRouter({
  rpc: plain,
  usage,
}: ReviewParts & { readonly rpc: Rpc }): RouterOf<Contract['access']> {
  const rpc = withParts(plain, { usage });
  return {
    explain: rpc.access.explain.handler(({ input, context }) => explain(context, input)),
    matrix: rpc.access.matrix.handler(({ input, context }) => matrixOf(context, input.memberId)),
    matrixCsv: rpc.access.matrixCsv.handler(({ input, context }) => {
      const matrix = matrixOf(context, input.memberId);
      return { fileName: csvName(matrix), text: matrixCsv(matrix) };
    }),
    onNode: rpc.access.onNode.handler(({ input, context }) => accessOnNode(context, input)),
    review: rpc.access.review.handler(({ input, context }) => reviewOf(context, input.organizationId)),
    requests: rpc.access.requests.handler(({ input, context }) => requestsOf(context, input)),
    request: rpc.access.request.handler(({ input, context }) => askFor(context, input)),
    answer: rpc.access.answer.handler(({ input, context }) => answerRequest(context, input)),
    withdraw: rpc.access.withdraw.handler(({ input, context }) => withdraw(context, input.accessRequestId)),
  };
}
