/**
 * The output head. Its weights [C, V], bias [V], value weights [C] and value bias [1] are packed into one matrix
 * [C + 1, stride], whose last row is the bias and whose column V is the value; `stride` is V (+ 1) rounded up to 4. So
 * odd vocabularies and the value head go through the same kernels as every other matrix.
 */
import { forbiddenLogit } from '../../../core/policy.ts'
import type { KernelSource } from '../kernel.ts'

/** Bits of flags[v]. */
export const allowedFlag = 1
export const stopFlag = 2

/** One thread per entry of the packed matrix. */
export const packHead: KernelSource<'vocab' | 'stride' | 'at' | 'value' | 'inner', 'weights' | 'packed'> = {
  name: 'pack-head',
  params: { vocab: 'u32', stride: 'u32', at: 'u32', value: 'u32', inner: 'u32' },
  buffers: { weights: 'read f32', packed: 'read_write f32' },
  body: `
  let k = id / p.stride;
  let v = id % p.stride;
  var entry = 0.0;
  if (v < p.vocab) {
    entry = weights[p.at + k * p.vocab + v];
  } else if (v == p.vocab && p.value == 1u) {
    entry = weights[p.at + (p.inner + 1u) * p.vocab + k];
  }
  packed[id] = entry;`,
}

/** z[v] = logits[v] / temperature, forbidden tokens replaced. Expects `logits`, `flags`, `stride`, `temperature`. */
const tempered = `
fn z(row: u32, v: u32) -> f32 {
  return select(${forbiddenLogit.toFixed(1)}, logits[row * p.stride + v] / p.temperature, (flags[v] & ${allowedFlag}u) != 0u);
}`

/** The tempered distribution of one row of logits. Expects `vocab` besides. */
export const distribution = `${tempered}
struct Distribution { lse: f32, entropy: f32, meanLogp: f32, collision: f32 }
fn distributionOf(row: u32) -> Distribution {
  var top = -1e30;
  for (var v = 0u; v < p.vocab; v++) { top = max(top, z(row, v)); }
  var total = 0.0;
  var squares = 0.0;
  var energy = 0.0;
  var sum = 0.0;
  var open = 0.0;
  for (var v = 0u; v < p.vocab; v++) {
    if ((flags[v] & ${allowedFlag}u) != 0u) {
      let d = z(row, v) - top;
      let e = exp(d);
      total += e;
      squares += e * e;
      energy += e * d;
      sum += d;
      open += 1.0;
    }
  }
  let rest = log(total);
  return Distribution(top + rest, rest - energy / total, sum / open - rest, squares / (total * total));
}`

export const statisticsPerToken = 5

/** (logp, entropy, meanLogp, collision, value) of target r: targets[r] = (logits row, token). One thread per target. */
export const headStatistics: KernelSource<
  'vocab' | 'stride' | 'value' | 'temperature',
  'logits' | 'flags' | 'targets' | 'out'
> = {
  name: 'head-statistics',
  params: { vocab: 'u32', stride: 'u32', value: 'u32', temperature: 'f32' },
  buffers: { logits: 'read f32', flags: 'read u32', targets: 'read vec2u', out: 'read_write f32' },
  helpers: distribution,
  body: `
  let row = targets[id].x;
  let d = distributionOf(row);
  let at = id * ${statisticsPerToken}u;
  out[at] = z(row, targets[id].y) - d.lse;
  out[at + 1u] = d.entropy;
  out[at + 2u] = d.meanLogp;
  out[at + 3u] = d.collision;
  out[at + 4u] = select(0.0, logits[row * p.stride + p.vocab], p.value == 1u);`,
}

/** z [R, V] of every target, for losses that read the logits. One thread per number. */
export const headLogits: KernelSource<'vocab' | 'stride' | 'temperature', 'logits' | 'flags' | 'targets' | 'out'> = {
  name: 'head-logits',
  params: { vocab: 'u32', stride: 'u32', temperature: 'f32' },
  buffers: { logits: 'read f32', flags: 'read u32', targets: 'read vec2u', out: 'read_write f32' },
  helpers: tempered,
  body: 'out[id] = z(targets[id / p.vocab].x, id % p.vocab);',
}

/**
 * dlogits [U, stride] from the loss's gradient with respect to the statistics, slopes[r] = (dlogp, dentropy, dmeanLogp,
 * dvalue). Row u answers to targets readers[start[u]] .. of the rollouts that continue it. One thread per row.
 */
export const headGradient: KernelSource<
  'vocab' | 'stride' | 'value' | 'temperature',
  'logits' | 'flags' | 'targets' | 'start' | 'readers' | 'slopes' | 'dlogits'
> = {
  name: 'head-gradient',
  params: { vocab: 'u32', stride: 'u32', value: 'u32', temperature: 'f32' },
  buffers: {
    logits: 'read f32',
    flags: 'read u32',
    targets: 'read vec2u',
    start: 'read u32',
    readers: 'read u32',
    slopes: 'read vec4f',
    dlogits: 'read_write f32',
  },
  helpers: distribution,
  body: `
  let d = distributionOf(id);
  var slope = vec4f();
  for (var i = start[id]; i < start[id + 1u]; i++) { slope += slopes[readers[i]]; }
  var open = 0.0;
  for (var v = 0u; v < p.vocab; v++) { open += f32(flags[v] & ${allowedFlag}u); }
  for (var v = 0u; v < p.stride; v++) {
    var g = 0.0;
    if (v < p.vocab) {
      if ((flags[v] & ${allowedFlag}u) != 0u) {
        let logp = z(id, v) - d.lse;
        g = (slope.z * (1.0 / open - exp(logp)) - exp(logp) * (slope.x + slope.y * (logp + d.entropy))) / p.temperature;
      }
    } else if (v == p.vocab && p.value == 1u) {
      g = slope.w;
    }
    dlogits[id * p.stride + v] = g;
  }
  for (var i = start[id]; i < start[id + 1u]; i++) {
    let token = targets[readers[i]].y;
    if ((flags[token] & ${allowedFlag}u) != 0u) {
      dlogits[id * p.stride + token] += slopes[readers[i]].x / p.temperature;
    }
  }`,
}

/** Adds the gradient with respect to z itself, dz [R, V], where the loss reads the logits. One thread per number. */
export const headLogitsGradient: KernelSource<
  'vocab' | 'stride' | 'temperature',
  'flags' | 'start' | 'readers' | 'dz' | 'dlogits'
> = {
  name: 'head-logits-gradient',
  params: { vocab: 'u32', stride: 'u32', temperature: 'f32' },
  buffers: { flags: 'read u32', start: 'read u32', readers: 'read u32', dz: 'read f32', dlogits: 'read_write f32' },
  body: `
  let u = id / p.vocab;
  let v = id % p.vocab;
  if ((flags[v] & ${allowedFlag}u) == 0u) { return; }
  var total = 0.0;
  for (var i = start[u]; i < start[u + 1u]; i++) { total += dz[readers[i] * p.vocab + v]; }
  dlogits[u * p.stride + v] += total / p.temperature;`,
}
