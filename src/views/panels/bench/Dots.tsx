/** The numbers of one group on the scale that all cells share. */
export function Dots({ values, limit }: { readonly values: readonly number[]; readonly limit: number }) {
  const x = (value: number) => 32 + (limit > 0 ? (28 * value) / limit : 0)
  return (
    <svg className="bench-dots" width="64" height="12" viewBox="0 0 64 12" aria-hidden="true">
      <line x1="32" x2="32" y1="1" y2="11" />
      {values.map((value, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a response is known by its place in the group.
        <circle key={k} cx={x(value)} cy="6" r="2.5" data-sign={value < 0 ? 'negative' : 'positive'} />
      ))}
    </svg>
  )
}
