/** Everything that the host calls. Compiled by `npm run build:wasm` into kernels.generated.ts. */
export { attentionBackward, attentionForward } from './attention'
export { attentionDecode, fillCache } from './decode'
export { gemm } from './gemm'
export { headBackward, pickLogp, temper } from './head'
export { ZEROS } from './memory'
export { normBackward, normForward } from './norm'
export { add, columnSum, gather, gatherAdd, geluBackward, geluForward, scatterAdd } from './rows'
