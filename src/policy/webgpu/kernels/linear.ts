/**
 * y[M, N] = x[M, K] W[K, N] + b[N] and its gradients. K and N are multiples of 4 and everything is read four numbers at
 * a time. A thread owns a tile of the result in registers and loads each operand once per tile row or column; on the
 * software adapter, where every load is checked, that matters more than anything else. The bias follows W in memory.
 */
import { each, type KernelSource } from '../kernel.ts'

/** Rows and groups of four columns that a thread computes. */
export interface Tile {
  readonly rows: number
  readonly columns4: number
}

/** tanh-GELU and its derivative, as in GPT-2. */
const gelu = `
fn geluTanh(v: vec4f) -> vec4f {
  return tanh(clamp(0.7978845608 * (v + 0.044715 * v * v * v), vec4f(-15.0), vec4f(15.0)));
}
fn gelu(v: vec4f) -> vec4f { return 0.5 * v * (1.0 + geluTanh(v)); }
fn geluSlope(v: vec4f) -> vec4f {
  let t = geluTanh(v);
  return 0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * 0.7978845608 * (1.0 + 0.134145 * v * v);
}`

/** Row and column of the tile, its rows clamped to the matrix, its sums. */
const openTile = ({ rows, columns4 }: Tile, stride: string) => `
  let across = (p.n4 + ${columns4 - 1}u) / ${columns4}u;
  let row = (id / across) * ${rows}u;
  let column = (id % across) * ${columns4}u;
  ${each(rows, i => `let r${i} = min(row + ${i}u, p.rows - 1u) * ${stride};`)}
  ${each(columns4, j => `let c${j} = min(column + ${j}u, p.n4 - 1u);`)}
  ${each(rows * columns4, i => `var s${i} = vec4f();`)}`

/** Calls `finish(row, column group, sum)` for the tile's numbers that lie inside the matrix. */
const closeTile = ({ rows, columns4 }: Tile, finish: string) =>
  each(
    rows,
    i => `if (row + ${i}u < p.rows) {
    ${each(columns4, j => `if (column + ${j}u < p.n4) { ${finish}(row + ${i}u, column + ${j}u, s${i * columns4 + j}); }`)}
  }`,
  )

const product = (tile: Tile) => `
  ${openTile(tile, 'p.k4')}
  for (var k = 0u; k < p.k4; k++) {
    let w = p.at + 4u * k * p.n4;
    ${each(4, u => each(tile.columns4, j => `let b${u}${j} = weights[w + ${u}u * p.n4 + c${j}];`))}
    ${each(
      tile.rows,
      i => `let a${i} = x[r${i} + k];
    ${each(tile.columns4, j => `s${i * tile.columns4 + j} += ${each(4, u => `a${i}[${u}] * b${u}${j}`, ' + ')};`)}`,
    )}
  }
  ${each(tile.columns4, j => `let bias${j} = weights[p.at + 4u * p.k4 * p.n4 + c${j}];`)}
  ${each(tile.rows, i => each(tile.columns4, j => `s${i * tile.columns4 + j} += bias${j};`))}`

type Shape = 'rows' | 'k4' | 'n4' | 'at'
const shape = { rows: 'u32', k4: 'u32', n4: 'u32', at: 'u32' } as const

/** What becomes of x W + b. One kernel for all, because large tiles take long to compile. */
export const linearMode = {
  plain: 0,
  /** Row m goes to row spans[m].w of y: the cache of keys and values is not in the order of the batch. */
  toSlots: 1,
  /** y = residual + x W + b */
  residual: 2,
  /** before = x W + b, y = gelu(before) */
  gelu: 3,
} as const

/** Buffers that a mode does not use may be anything that no other binding writes. */
export const linear = (
  tile: Tile,
): KernelSource<Shape | 'mode', 'x' | 'weights' | 'y' | 'residual' | 'before' | 'spans'> => ({
  name: 'linear',
  params: { ...shape, mode: 'u32' },
  buffers: {
    x: 'read vec4f',
    weights: 'read vec4f',
    y: 'read_write vec4f',
    residual: 'read vec4f',
    before: 'read_write vec4f',
    spans: 'read vec4u',
  },
  helpers: `${gelu}
fn finish(row: u32, column: u32, sum: vec4f) {
  let place = row * p.n4 + column;
  switch p.mode {
    case ${linearMode.toSlots}u: { y[spans[row].w * p.n4 + column] = sum; }
    case ${linearMode.residual}u: { y[place] = residual[place] + sum; }
    case ${linearMode.gelu}u: { before[place] = sum; y[place] = gelu(sum); }
    default: { y[place] = sum; }
  }
}`,
  body: product(tile) + closeTile(tile, 'finish'),
})

/** dy W^T: both are read along N, so the inner product is a dot. Here n4 counts the columns of the result, k4 of dy. */
const transposedProduct = (tile: Tile) => `
  ${openTile(tile, 'p.k4')}
  ${each(tile.columns4, j => each(4, u => `let w${j * 4 + u} = p.at + (4u * c${j} + ${u}u) * p.k4;`))}
  for (var k = 0u; k < p.k4; k++) {
    ${each(tile.rows, i => `let a${i} = dy[r${i} + k];`)}
    ${each(
      tile.columns4 * 4,
      j => `{
      let b = weights[w${j} + k];
      ${each(tile.rows, i => `s${i * tile.columns4 + Math.floor(j / 4)}[${j % 4}] += dot(a${i}, b);`)}
    }`,
    )}
  }`

/** dx = dy W^T, times gelu'(before) where `gelu` is 1: the gradient before the activation. */
export const linearInputGradient = (tile: Tile): KernelSource<Shape | 'gelu', 'dy' | 'weights' | 'dx' | 'before'> => ({
  name: 'linear-input-gradient',
  params: { ...shape, gelu: 'u32' },
  buffers: { dy: 'read vec4f', weights: 'read vec4f', dx: 'read_write vec4f', before: 'read vec4f' },
  helpers: `${gelu}
fn finish(row: u32, column: u32, sum: vec4f) {
  let place = row * p.n4 + column;
  if (p.gelu == 1u) { dx[place] = sum * geluSlope(before[place]); } else { dx[place] = sum; }
}`,
  body: transposedProduct(tile) + closeTile(tile, 'finish'),
})

/**
 * dW[K, N] = x^T dy and db[N] = sum of dy over the rows of each split, into partial[split]. One thread per tile of dW
 * and split; `columns4` groups of K by `columns4` groups of N.
 */
export const linearWeightGradient = ({
  columns4,
}: Tile): KernelSource<Shape | 'splits' | 'size4', 'x' | 'dy' | 'partial'> => ({
  name: 'linear-weight-gradient',
  params: { ...shape, splits: 'u32', size4: 'u32' },
  buffers: { x: 'read vec4f', dy: 'read vec4f', partial: 'read_write vec4f' },
  body: `
  let across = (p.n4 + ${columns4 - 1}u) / ${columns4}u;
  let down = (p.k4 + ${columns4 - 1}u) / ${columns4}u;
  let column = (id % across) * ${columns4}u;
  let row = ((id / across) % down) * ${columns4}u;
  let split = id / (across * down);
  let first = p.rows * split / p.splits;
  let end = p.rows * (split + 1u) / p.splits;
  ${each(columns4, i => `let r${i} = min(row + ${i}u, p.k4 - 1u); let c${i} = min(column + ${i}u, p.n4 - 1u);`)}
  ${each(4 * columns4 * columns4, i => `var s${i} = vec4f();`)}
  for (var m = first; m < end; m++) {
    ${each(columns4, i => `let a${i} = x[m * p.k4 + r${i}]; let b${i} = dy[m * p.n4 + c${i}];`)}
    ${each(4 * columns4, i => each(columns4, j => `s${i * columns4 + j} += a${i >> 2}[${i % 4}] * b${j};`))}
  }
  let base = split * p.size4 + p.at;
  ${each(
    columns4,
    i => `if (row + ${i}u < p.k4) {
    ${each(columns4, j => `if (column + ${j}u < p.n4) { ${each(4, u => `partial[base + (4u * (row + ${i}u) + ${u}u) * p.n4 + column + ${j}u] = s${(4 * i + u) * columns4 + j};`)} }`)}
  }`,
  )}
  if (row > 0u) { return; }
  ${each(columns4, j => `var t${j} = vec4f();`)}
  for (var m = first; m < end; m++) {
    ${each(columns4, j => `t${j} += dy[m * p.n4 + c${j}];`)}
  }
  ${each(columns4, j => `if (column + ${j}u < p.n4) { partial[base + 4u * p.k4 * p.n4 + column + ${j}u] = t${j}; }`)}`,
})
