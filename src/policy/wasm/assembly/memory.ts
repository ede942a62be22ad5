/** Addressing: pointers are byte addresses of float32 or int32 arrays, indices and strides count elements. */

export function at(pointer: usize, index: i32): usize {
  return pointer + (usize(index) << 2)
}

export function zero(pointer: usize, count: i32): void {
  memory.fill(pointer, 0, usize(count) << 2)
}

/** A run of zeros that matrix products may start from; as long as the widest product (4 x 256 columns). */
export const ZEROS: usize = memory.data(4096, 16)
