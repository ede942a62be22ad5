/** What the method makes of the rewards. */
import { spread } from '../../../../core/batch.ts'
import { rewardToGo, tokenRewards } from '../../../../core/episode.ts'
import { masked, read, tdError } from '../../signalValues.ts'
import { signalsOf } from '../signal.ts'

export default signalsOf('What the method gives', [
  {
    id: 'advantage',
    isCredit: true,
    label: 'Advantage',
    needs: ['advantage'],
    formula: 'one number per response, on each of its tokens',
    note: 'The same along a response; it changes only between siblings.',
    values: ({ batch }) => masked(batch, spread(batch, read(batch, 'advantage'))),
  },
  {
    id: 'reward-to-go',
    label: 'Reward to go',
    needs: [],
    formula: 'sum of the rewards from this token on',
    note: 'Equals the reward everywhere when it is paid at the end.',
    values: ({ batch }) => masked(batch, rewardToGo(batch, tokenRewards(batch), 1)),
  },
  {
    id: 'token-reward',
    label: 'Reward at the token',
    needs: [],
    formula: 'tokenReward, or the whole reward at the last token',
    note: 'With outcome rewards only the last token is coloured.',
    values: ({ batch }) => masked(batch, tokenRewards(batch)),
  },
  {
    id: 'td-error',
    isCredit: true,
    label: 'TD error',
    needs: ['oldValue'],
    formula: 'reward + γ · V(next) − V',
    note: 'The surprise of the critic: near 0 almost everywhere once it has learned.',
    values: tdError,
  },
])
