/**
 * Causal attention over packed tokens. A query sees a prefix (the prompt, which all rollouts of a group share) and its
 * own row up to itself: spans[n] = (prefixStart, prefixLength, ownStart, slot), all rows of qkv. qkv[slot, 3C] holds q,
 * k and v side by side, heads side by side in each. One thread per token and head; D4 = head size / 4.
 */
import { each, type KernelSource } from '../kernel.ts'

const openQuery = (d4: number) => `
  let head = id % p.heads;
  let n = id / p.heads;
  let span = spans[n];
  let width4 = p.heads * ${d4}u;
  let ownOffset = span.z - span.y;
  let seen = span.y + span.w - span.z + 1u;
  let offset = head * ${d4}u;
  let scale = ${1 / Math.sqrt(4 * d4)};
  let query = span.w * 3u * width4 + offset;
  ${each(d4, i => `let q${i} = qkv[query + ${i}u] * scale;`)}`

/** Loads key and value i of the query's span and the score. */
const loadKey = (d4: number) => `
    let key = select(ownOffset + i, span.x + i, i < span.y) * 3u * width4 + width4 + offset;
    ${each(d4, i => `let k${i} = qkv[key + ${i}u]; let v${i} = qkv[key + width4 + ${i}u];`)}
    let score = ${each(d4, i => `dot(q${i}, k${i})`, ' + ')};`

/** out[n, C], and the log of the softmax's denominator, lse[n, H]. The softmax is rescaled as larger scores appear. */
export const attention = (d4: number): KernelSource<'heads', 'qkv' | 'spans' | 'out' | 'lse'> => ({
  name: 'attention',
  params: { heads: 'u32' },
  buffers: { qkv: 'read vec4f', spans: 'read vec4u', out: 'read_write vec4f', lse: 'read_write f32' },
  body: `${openQuery(d4)}
  var top = -1e30;
  var total = 0.0;
  ${each(d4, i => `var o${i} = vec4f();`)}
  for (var i = 0u; i < seen; i++) {${loadKey(d4)}
    let newTop = max(top, score);
    let shrink = exp(top - newTop);
    let weight = exp(score - newTop);
    top = newTop;
    total = total * shrink + weight;
    ${each(d4, i => `o${i} = o${i} * shrink + weight * v${i};`)}
  }
  ${each(d4, i => `out[n * width4 + offset + ${i}u] = o${i} / total;`)}
  lse[id] = top + log(total);`,
})

/** dq into dqkv, and delta[n, H] = dout . out, which the keys' gradients need. In training, slot = n. */
export const attentionQueryGradient = (
  d4: number,
): KernelSource<'heads', 'qkv' | 'spans' | 'out' | 'lse' | 'dout' | 'delta' | 'dqkv'> => ({
  name: 'attention-query-gradient',
  params: { heads: 'u32' },
  buffers: {
    qkv: 'read vec4f',
    spans: 'read vec4u',
    out: 'read vec4f',
    lse: 'read f32',
    dout: 'read vec4f',
    delta: 'read_write f32',
    dqkv: 'read_write vec4f',
  },
  body: `${openQuery(d4)}
  ${each(d4, i => `let g${i} = dout[n * width4 + offset + ${i}u];`)}
  let own = ${each(d4, i => `dot(g${i}, out[n * width4 + offset + ${i}u])`, ' + ')};
  delta[id] = own;
  ${each(d4, i => `var dq${i} = vec4f();`)}
  for (var i = 0u; i < seen; i++) {${loadKey(d4)}
    let slope = exp(score - lse[id]) * (${each(d4, i => `dot(g${i}, v${i})`, ' + ')} - own);
    ${each(d4, i => `dq${i} += slope * k${i};`)}
  }
  ${each(d4, i => `dqkv[query + ${i}u] = dq${i} * scale;`)}`,
})

/** dk and dv into dqkv. The queries that see token n are n .. lastQuery[n]-1, because groups are packed together. */
export const attentionKeyGradient = (
  d4: number,
): KernelSource<'heads', 'qkv' | 'lastQuery' | 'lse' | 'dout' | 'delta' | 'dqkv'> => ({
  name: 'attention-key-gradient',
  params: { heads: 'u32' },
  buffers: {
    qkv: 'read vec4f',
    lastQuery: 'read u32',
    lse: 'read f32',
    dout: 'read vec4f',
    delta: 'read f32',
    dqkv: 'read_write vec4f',
  },
  body: `
  let head = id % p.heads;
  let n = id / p.heads;
  let width4 = p.heads * ${d4}u;
  let offset = head * ${d4}u;
  let scale = ${1 / Math.sqrt(4 * d4)};
  let key = n * 3u * width4 + width4 + offset;
  ${each(d4, i => `let k${i} = qkv[key + ${i}u] * scale; let v${i} = qkv[key + width4 + ${i}u];`)}
  ${each(d4, i => `var dk${i} = vec4f(); var dv${i} = vec4f();`)}
  for (var m = n; m < lastQuery[n]; m++) {
    let query = m * 3u * width4 + offset;
    ${each(d4, i => `let q${i} = qkv[query + ${i}u]; let g${i} = dout[m * width4 + offset + ${i}u];`)}
    let weight = exp(${each(d4, i => `dot(q${i}, k${i})`, ' + ')} - lse[m * p.heads + head]);
    let slope = weight * (${each(d4, i => `dot(g${i}, v${i})`, ' + ')} - delta[m * p.heads + head]) * scale;
    ${each(d4, i => `dv${i} += weight * g${i}; dk${i} += slope * q${i};`)}
  }
  ${each(d4, i => `dqkv[key + ${i}u] = dk${i}; dqkv[key + width4 + ${i}u] = dv${i};`)}`,
})
