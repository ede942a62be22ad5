import type { KernelSource } from '../kernel.ts'

/** Set in an input's token when its row has finished generating; the token itself stays. */
export const finishedBit = 0x8000_0000

/** x[n, C] = wte[token] + wpe[position]. One thread per four columns. */
export const embed: KernelSource<'width4' | 'positionsAt', 'inputs' | 'weights' | 'x'> = {
  name: 'embed',
  params: { width4: 'u32', positionsAt: 'u32' },
  buffers: { inputs: 'read vec2u', weights: 'read vec4f', x: 'read_write vec4f' },
  body: `
  let n = id / p.width4;
  let c = id % p.width4;
  let token = inputs[n].x & ${finishedBit - 1}u;
  x[id] = weights[token * p.width4 + c] + weights[p.positionsAt + inputs[n].y * p.width4 + c];`,
}

/**
 * Gradient of both tables: row e of [V + blockSize, C] adds up dx over the tokens that used it, which stand in
 * users[start[e] ..]. In place of a scatter with atomics: the list is ordered, so is the sum. One thread per row, four
 * columns and split.
 */
export const embeddingGradient: KernelSource<
  'width4' | 'rows' | 'splits' | 'size4',
  'start' | 'users' | 'dx' | 'partial'
> = {
  name: 'embedding-gradient',
  params: { width4: 'u32', rows: 'u32', splits: 'u32', size4: 'u32' },
  buffers: { start: 'read u32', users: 'read u32', dx: 'read vec4f', partial: 'read_write vec4f' },
  body: `
  let c = id % p.width4;
  let e = (id / p.width4) % p.rows;
  let s = id / (p.width4 * p.rows);
  let first = start[e];
  let count = start[e + 1u] - first;
  var total = vec4f();
  for (var i = first + count * s / p.splits; i < first + count * (s + 1u) / p.splits; i++) {
    total += dx[users[i] * p.width4 + c];
  }
  partial[s * p.size4 + e * p.width4 + c] = total;`,
}
