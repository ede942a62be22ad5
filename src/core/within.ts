/** `promise`; or, when it has not settled after `ms` milliseconds, what `otherwise` returns or throws. */
export function within<T>(ms: number, promise: Promise<T>, otherwise: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<T>((resolve, reject) => {
    timer = setTimeout(() => {
      try {
        resolve(otherwise())
      } catch (error) {
        reject(error)
      }
    }, ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
