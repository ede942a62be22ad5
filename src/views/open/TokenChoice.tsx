import { useRef } from 'react'
import type { Log } from '../../core/log.ts'
import { isTokenizerName } from '../../core/tokenizer-file.ts'
import { type Opening, openLog } from '../../store/open-log.ts'

/** A tokenizer for a log whose tokens are words, or ids without texts. */
export function TokenChoice({ log, opening }: { readonly log: Log; readonly opening: Opening }) {
  const input = useRef<HTMLInputElement>(null)
  const { tokens } = log.fields
  const hasOne = opening.files.some(({ name }) => isTokenizerName(name))
  const isIdsOnly = tokens?.state === 'recorded' && log.vocabulary.size === 0
  if (!hasOne && tokens?.state !== 'recomputed' && !isIdsOnly) return null
  const take = (file: File | undefined) => {
    // Whatever a person calls it: here it can only be a tokenizer.
    if (file)
      openLog.open([{ name: isTokenizerName(file.name) ? file.name : `${file.name}.tokenizer.json`, content: file }])
  }
  return (
    <div className="open-tokens">
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {hasOne ? 'Another tokenizer' : 'Choose a tokenizer'}
      </button>
      <span className="panel-note">tokenizer.json of the model{hasOne ? '' : ', for its own tokens'}</span>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Tokenizer of the model"
        onChange={event => {
          take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
