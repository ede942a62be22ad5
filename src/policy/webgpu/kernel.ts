/**
 * A kernel is a WGSL body over named buffers and named numbers; the frame around it is the same for all. Every thread
 * works alone, in a fixed order: no atomics, no barriers, so the same inputs give the same bits on every run. (On the
 * software adapter a barrier also costs more than the loads that shared memory would save.)
 */

export interface KernelSource<P extends string, B extends string> {
  readonly name: string
  /** Numbers that may differ between dispatches, read in the body as `p.name`. */
  readonly params: Readonly<Record<P, 'u32' | 'f32'>>
  /** Storage buffers by name: access and element type, at most 8. */
  readonly buffers: Readonly<Record<B, `${'read' | 'read_write'} ${string}`>>
  /** Functions that the body calls. */
  readonly helpers?: string
  /** Runs once per thread; `id` is its number, below `p.threads`. */
  readonly body: string
}

export interface Kernel<P extends string, B extends string> {
  readonly source: KernelSource<P, B>
  readonly workgroup: number
  readonly pipeline: GPUComputePipeline
}

export function wgsl<P extends string, B extends string>(source: KernelSource<P, B>, workgroup: number): string {
  const fields = Object.entries(source.params).map(([name, type]) => `${name}: ${type}`)
  const bindings = Object.entries<string>(source.buffers).map(([name, text], at) => {
    const [access, type] = text.split(' ')
    return `@group(0) @binding(${at + 1}) var<storage, ${access}> ${name}: array<${type}>;`
  })
  return `
struct Params { ${['threads: u32', ...fields].join(', ')} }
@group(0) @binding(0) var<uniform> p: Params;
${bindings.join('\n')}
${source.helpers ?? ''}
@compute @workgroup_size(${workgroup})
fn main(@builtin(global_invocation_id) thread: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let id = thread.x + thread.y * groups.x * ${workgroup}u;
  if (id >= p.threads) { return; }
  ${source.body}
}`
}

/** One run of a kernel, with all that it reads and writes. */
export interface Dispatch {
  readonly label: string
  readonly pipeline: GPUComputePipeline
  readonly workgroup: number
  readonly threads: number
  readonly buffers: readonly GPUBuffer[]
  readonly uniforms: Uint32Array
}

/** A dispatch of `threads` threads; every buffer and every number is named. */
export function dispatch<P extends string, B extends string>(
  { source, workgroup, pipeline }: Kernel<P, B>,
  threads: number,
  buffers: Readonly<Record<B, GPUBuffer>>,
  params: Readonly<Record<P, number>>,
): Dispatch {
  const names = Object.keys(source.params) as P[]
  const uniforms = new Uint32Array(names.length + 1)
  const floats = new Float32Array(uniforms.buffer)
  uniforms[0] = threads
  names.forEach((name, i) => {
    if (source.params[name] === 'f32') floats[i + 1] = params[name]
    else uniforms[i + 1] = params[name]
  })
  const bound = (Object.keys(source.buffers) as B[]).map(name => buffers[name])
  return { label: source.name, pipeline, workgroup, threads, buffers: bound, uniforms }
}

/** Repeats a piece of WGSL for i = 0 .. count-1. */
export const each = (count: number, piece: (i: number) => string, between = '\n  '): string =>
  Array.from({ length: count }, (_, i) => piece(i)).join(between)
