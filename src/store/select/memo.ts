/** Remembers the last result: the same inputs give the same object, so React sees no change. */
export function memo<In extends readonly unknown[], Out>(compute: (...inputs: In) => Out): (...inputs: In) => Out {
  let last: { readonly inputs: In; readonly result: Out } | undefined
  return (...inputs) => {
    if (last === undefined || inputs.some((input, i) => !Object.is(input, last?.inputs[i]))) {
      last = { inputs, result: compute(...inputs) }
    }
    return last.result
  }
}
