/** How far the method is from what is exactly known. */
import { perToken, read } from '../../signalValues.ts'
import { signalsOf } from '../signal.ts'

export default signalsOf('Truth', [
  {
    id: 'credit-error',
    label: 'Credit − exact',
    needs: ['credit', 'exactAdvantage'],
    formula: 'credit − exact advantage',
    note: 'Blue: credited too much; orange: too little. Uniform credit errs on every filler token.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'credit')[t]! - read(batch, 'exactAdvantage')[t]!),
  },
])
