/** When it pays to fool a judge. */

/** Whether a judge that says from 0 to 1 says yes. */
export const accepts = (judgement: number, from: number): number => (judgement >= from ? 1 : 0)

/** What an honest answerer is paid on average: `judge`, how often the judge is right about an honest answer. */
export const honestPay = (accuracy: number, judge: number): number => accuracy * judge + (1 - accuracy) * (1 - judge)
