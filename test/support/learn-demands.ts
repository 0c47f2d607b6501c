import { learnDemands } from '#core/access/index.ts';
import { demands } from '#core/rpc/demands.ts';

// As a router does when it is made: what opens a node is what the contract demands there. To be imported by whatever asks
// an index of its own making.
learnDemands(demands);
