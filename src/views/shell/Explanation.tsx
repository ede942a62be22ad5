import { Stacked } from './Stacked.tsx'

/** The right-hand column: the formula with the selected token's numbers in it, and what stands out. */
export const Explanation = () => (
  <div className="explanation">
    <Stacked place="explain" />
  </div>
)
