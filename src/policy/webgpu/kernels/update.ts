/** From the splits' partial gradients to the optimiser's update. */
import type { KernelSource } from '../kernel.ts'

/**
 * gradient[i] (+)= sum over splits of partial[split, place of i], in order, and the squares' sum of each thread, which
 * takes i = id, id + threads, ... Partials keep the head in its packed form (head.ts), parameters do not.
 */
export const reduceGradient: KernelSource<
  'count' | 'splits' | 'size' | 'accumulate' | 'headAt' | 'vocab' | 'stride' | 'inner',
  'partial' | 'gradient' | 'squares'
> = {
  name: 'reduce-gradient',
  params: {
    count: 'u32',
    splits: 'u32',
    size: 'u32',
    accumulate: 'u32',
    headAt: 'u32',
    vocab: 'u32',
    stride: 'u32',
    inner: 'u32',
  },
  buffers: { partial: 'read f32', gradient: 'read_write f32', squares: 'read_write f32' },
  body: `
  var sum = 0.0;
  for (var i = id; i < p.count; i += p.threads) {
    var place = i;
    if (i >= p.headAt) {
      let q = i - p.headAt;
      let size = (p.inner + 1u) * p.vocab;
      place = p.headAt + select((q / p.vocab) * p.stride + q % p.vocab, (q - size) * p.stride + p.vocab, q >= size);
    }
    var total = 0.0;
    if (p.accumulate == 1u) { total = gradient[i]; }
    for (var s = 0u; s < p.splits; s++) { total += partial[s * p.size + place]; }
    gradient[i] = total;
    sum += total * total;
  }
  squares[id] = sum;`,
}

/** sums[id] = sum of terms[id * length] .., in order. */
export const sumRuns: KernelSource<'length', 'terms' | 'sums'> = {
  name: 'sum-runs',
  params: { length: 'u32' },
  buffers: { terms: 'read f32', sums: 'read_write f32' },
  body: `
  var total = 0.0;
  for (var i = 0u; i < p.length; i++) { total += terms[id * p.length + i]; }
  sums[id] = total;`,
}

/**
 * Clips to the global norm, then Adam with decoupled decay, or SGD (adam = 0). PyTorch's conventions, as in
 * optimiser.ts. Nothing happens when the norm is not finite; the test is on the bits, because shader compilers may
 * assume that NaN and infinity do not occur. One thread per parameter.
 */
export const applyUpdate: KernelSource<
  'adam' | 'learningRate' | 'rate' | 'keep' | 'beta1' | 'beta2' | 'correction2' | 'maxNorm' | 'epsilon',
  'gradient' | 'normSquared' | 'weights' | 'moment1' | 'moment2'
> = {
  name: 'apply-update',
  params: {
    adam: 'u32',
    learningRate: 'f32',
    rate: 'f32',
    keep: 'f32',
    beta1: 'f32',
    beta2: 'f32',
    correction2: 'f32',
    maxNorm: 'f32',
    epsilon: 'f32',
  },
  buffers: {
    gradient: 'read f32',
    normSquared: 'read f32',
    weights: 'read_write f32',
    moment1: 'read_write f32',
    moment2: 'read_write f32',
  },
  body: `
  let squared = normSquared[0];
  if ((bitcast<u32>(squared) & 0x7f800000u) == 0x7f800000u) { return; }
  let clip = select(1.0, min(1.0, p.maxNorm / (sqrt(squared) + 1e-6)), p.maxNorm > 0.0);
  let g = clip * gradient[id];
  if (p.adam == 0u) {
    weights[id] = weights[id] * p.keep - p.learningRate * g;
    return;
  }
  let m = p.beta1 * moment1[id] + (1.0 - p.beta1) * g;
  let v = p.beta2 * moment2[id] + (1.0 - p.beta2) * g * g;
  moment1[id] = m;
  moment2[id] = v;
  weights[id] = weights[id] * p.keep - p.rate * m / (sqrt(v) / p.correction2 + p.epsilon);`,
}
