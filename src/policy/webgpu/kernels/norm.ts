/** Layer norm over rows of C columns. In the gathered form, row m is row rows[m] of x. One thread per row. */
import type { KernelSource } from '../kernel.ts'

/** PyTorch's default, and GPT-2's. */
const epsilon = '1e-5'

const normBody = (row: string) => `
  let source = ${row} * p.width4;
  let share = 1.0 / f32(4u * p.width4);
  var total = vec4f();
  for (var c = 0u; c < p.width4; c++) { total += x[source + c]; }
  let mean = dot(total, vec4f(share));
  var squares = vec4f();
  for (var c = 0u; c < p.width4; c++) {
    let centred = x[source + c] - mean;
    squares += centred * centred;
  }
  let scale = inverseSqrt(dot(squares, vec4f(share)) + ${epsilon});
  for (var c = 0u; c < p.width4; c++) {
    out[id * p.width4 + c] = (x[source + c] - mean) * scale * weights[p.at + c] + weights[p.at + p.width4 + c];
  }
  moments[id] = vec2f(mean, scale);`

/** out[m] = xhat * gain + bias, moments[m] = (mean, 1 / deviation); the gain stands at `at`, the bias behind it. */
export const norm: KernelSource<'width4' | 'at', 'x' | 'weights' | 'out' | 'moments'> = {
  name: 'norm',
  params: { width4: 'u32', at: 'u32' },
  buffers: { x: 'read vec4f', weights: 'read vec4f', out: 'read_write vec4f', moments: 'read_write vec2f' },
  body: normBody('id'),
}

export const gatheredNorm: KernelSource<'width4' | 'at', 'x' | 'weights' | 'out' | 'moments' | 'rows'> = {
  ...norm,
  name: 'gathered-norm',
  buffers: { ...norm.buffers, rows: 'read u32' },
  body: normBody('rows[id]'),
}

const inputGradientBody = (row: string) => `
  let target_ = ${row} * p.width4;
  let share = 1.0 / f32(4u * p.width4);
  let mean = moments[id].x;
  let scale = moments[id].y;
  var slope = vec4f();
  var along = vec4f();
  for (var c = 0u; c < p.width4; c++) {
    let d = dout[id * p.width4 + c] * weights[p.at + c];
    slope += d;
    along += d * (x[target_ + c] - mean) * scale;
  }
  let meanSlope = dot(slope, vec4f(share));
  let meanAlong = dot(along, vec4f(share));
  for (var c = 0u; c < p.width4; c++) {
    let d = dout[id * p.width4 + c] * weights[p.at + c];
    let xhat = (x[target_ + c] - mean) * scale;
    dx[target_ + c] += scale * (d - meanSlope - xhat * meanAlong);
  }`

/** Adds the gradient with respect to x to dx, which already holds the residual stream's. */
export const normInputGradient: KernelSource<'width4' | 'at', 'x' | 'weights' | 'moments' | 'dout' | 'dx'> = {
  name: 'norm-input-gradient',
  params: { width4: 'u32', at: 'u32' },
  buffers: {
    x: 'read vec4f',
    weights: 'read vec4f',
    moments: 'read vec2f',
    dout: 'read vec4f',
    dx: 'read_write vec4f',
  },
  body: inputGradientBody('id'),
}

export const gatheredNormInputGradient: KernelSource<
  'width4' | 'at',
  'x' | 'weights' | 'moments' | 'dout' | 'dx' | 'rows'
> = {
  ...normInputGradient,
  name: 'gathered-norm-input-gradient',
  buffers: { ...normInputGradient.buffers, rows: 'read u32' },
  body: inputGradientBody('rows[id]'),
}

const weightGradientBody = (row: string) => `
  let c = id % p.width4;
  let s = id / p.width4;
  var gain = vec4f();
  var bias = vec4f();
  for (var m = p.rows * s / p.splits; m < p.rows * (s + 1u) / p.splits; m++) {
    let d = dout[m * p.width4 + c];
    gain += d * (x[${row} * p.width4 + c] - moments[m].x) * moments[m].y;
    bias += d;
  }
  partial[s * p.size4 + p.at + c] = gain;
  partial[s * p.size4 + p.at + p.width4 + c] = bias;`

/** Gradients of gain and bias: sums over the rows of each split. One thread per four columns and split. */
export const normWeightGradient: KernelSource<
  'width4' | 'at' | 'rows' | 'splits' | 'size4',
  'x' | 'moments' | 'dout' | 'partial'
> = {
  name: 'norm-weight-gradient',
  params: { width4: 'u32', at: 'u32', rows: 'u32', splits: 'u32', size4: 'u32' },
  buffers: { x: 'read vec4f', moments: 'read vec2f', dout: 'read vec4f', partial: 'read_write vec4f' },
  body: weightGradientBody('m'),
}

export const gatheredNormWeightGradient: KernelSource<
  'width4' | 'at' | 'rows' | 'splits' | 'size4',
  'x' | 'moments' | 'dout' | 'partial' | 'gathered'
> = {
  ...normWeightGradient,
  name: 'gathered-norm-weight-gradient',
  buffers: { ...normWeightGradient.buffers, gathered: 'read u32' },
  body: weightGradientBody('gathered[m]'),
}
