import type { KernelSource } from '../kernel.ts'
import { finishedBit } from './embedding.ts'
import { distribution, stopFlag } from './head.ts'

/** Third number of a draw: not a given token but one to be drawn. */
export const toBeDrawn = 0xffff_ffff

/** Numbers per response position: token + 1 (0 is none yet), logp, entropy, meanLogp, collision, value, kept mass, then the top. */
export const drawnNumbers = (reportTop: number): number => 7 + 2 * reportTop

/** Walks a row from the likeliest token down, ties by lower id, and cuts where top-k and top-p say. */
const truncation = `
struct Ranked { z: f32, token: u32 }
fn isAfter(z: f32, v: u32, last: Ranked) -> bool { return z < last.z || (z == last.z && v > last.token); }
fn nextLikeliest(row: u32, last: Ranked) -> Ranked {
  var best = Ranked(-1e30, p.vocab);
  for (var v = 0u; v < p.vocab; v++) {
    let candidate = z(row, v);
    if (candidate > best.z && isAfter(candidate, v, last)) { best = Ranked(candidate, v); }
  }
  return best;
}
fn cutAfter(row: u32, lse: f32) -> Ranked {
  let limit = select(p.vocab, min(p.topK, p.vocab), p.topK > 0u);
  var last = Ranked(1e30, 0u);
  var mass = 0.0;
  if (limit < p.vocab) {
    for (var i = 0u; i < limit; i++) {
      last = nextLikeliest(row, last);
      mass += exp(last.z - lse);
    }
  } else {
    for (var v = 0u; v < p.vocab; v++) { mass += exp(z(row, v) - lse); }
    last = Ranked(-1e30, 0u);
  }
  if (p.topP >= 1.0) { return last; }
  let goal = p.topP * mass;
  last = Ranked(1e30, 0u);
  mass = 0.0;
  for (var i = 0u; i < limit && (i == 0u || mass < goal); i++) {
    last = nextLikeliest(row, last);
    mass += exp(last.z - lse);
  }
  return last;
}
fn massUpTo(row: u32, lse: f32, cut: Ranked) -> f32 {
  var mass = 0.0;
  for (var v = 0u; v < p.vocab; v++) {
    if (!isAfter(z(row, v), v, cut)) { mass += exp(z(row, v) - lse); }
  }
  return mass;
}
fn keptMass(row: u32, lse: f32, token: u32) -> f32 {
  if (p.topP >= 1.0 && (p.topK == 0u || p.topK >= p.vocab)) { return 1.0; }
  let cut = cutAfter(row, lse);
  return select(min(massUpTo(row, lse, cut), 1.0), 1.0, isAfter(z(row, token), token, cut));
}
fn draw(row: u32, lse: f32, uniform_: f32) -> u32 {
  let cut = cutAfter(row, lse);
  let goal = clamp(uniform_, 0.0, 1.0) * massUpTo(row, lse, cut);
  var cumulated = 0.0;
  var drawn = p.vocab;
  for (var v = 0u; v < p.vocab && cumulated <= goal; v++) {
    let probability = exp(z(row, v) - lse);
    if (probability > 0.0 && !isAfter(z(row, v), v, cut)) {
      cumulated += probability;
      drawn = v;
    }
  }
  return min(drawn, p.vocab - 1u);
}`

/**
 * From logits to a token by inverse CDF, its statistics, and the input of the next round. One thread per draw
 * (logits row, result base, given token or `toBeDrawn`, row). A drawn token belongs to response position `position + 1 -
 * promptLength`; the base is chosen so that base + position is its place among the results. Given tokens only get
 * statistics, and their base is the place itself. Definition: sampling.ts.
 */
export const drawTokens: KernelSource<
  'vocab' | 'stride' | 'value' | 'topK' | 'greedy' | 'reportTop' | 'maxResponse' | 'temperature' | 'topP',
  'logits' | 'flags' | 'draws' | 'randoms' | 'inputs' | 'spans' | 'results'
> = {
  name: 'draw-tokens',
  params: {
    vocab: 'u32',
    stride: 'u32',
    value: 'u32',
    topK: 'u32',
    greedy: 'u32',
    reportTop: 'u32',
    maxResponse: 'u32',
    temperature: 'f32',
    topP: 'f32',
  },
  buffers: {
    logits: 'read f32',
    flags: 'read u32',
    draws: 'read vec4u',
    randoms: 'read f32',
    inputs: 'read_write vec2u',
    spans: 'read_write vec4u',
    results: 'read_write f32',
  },
  helpers: distribution + truncation,
  body: `
  let row = draws[id].x;
  let given = draws[id].z;
  let m = draws[id].w;
  var place = draws[id].y;
  if (given == ${toBeDrawn}u) {
    if ((inputs[m].x & ${finishedBit}u) != 0u) { return; }
    place += inputs[m].y;
  }
  let d = distributionOf(row);
  var token = given;
  if (given == ${toBeDrawn}u) {
    if (p.greedy == 1u) { token = min(nextLikeliest(row, Ranked(1e30, 0u)).token, p.vocab - 1u); } else { token = draw(row, d.lse, randoms[place]); }
    let ends = (flags[token] & ${stopFlag}u) != 0u || place % p.maxResponse == p.maxResponse - 1u;
    inputs[m] = vec2u(token | select(0u, ${finishedBit}u, ends), inputs[m].y + 1u);
    spans[m].w += 1u;
  }
  let at = place * (7u + 2u * p.reportTop);
  results[at] = f32(token + 1u);
  results[at + 1u] = z(row, token) - d.lse;
  results[at + 2u] = d.entropy;
  results[at + 3u] = d.meanLogp;
  results[at + 4u] = d.collision;
  results[at + 5u] = select(0.0, logits[row * p.stride + p.vocab], p.value == 1u);
  results[at + 6u] = keptMass(row, d.lse, token);
  var last = Ranked(1e30, 0u);
  for (var i = 0u; i < p.reportTop; i++) {
    let known = i < p.vocab;
    if (known) { last = nextLikeliest(row, last); }
    results[at + 7u + 2u * i] = select(-1.0, f32(last.token), known);
    results[at + 8u + 2u * i] = select(0.0, exp(last.z - d.lse), known);
  }`,
}
