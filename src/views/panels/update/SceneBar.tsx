import { useEffect, useState } from 'react'
import { type SceneId, scenes } from './scenes.ts'

/** Milliseconds that a scene stands while the story plays. */
const pace = 2500

interface SceneBarProps {
  readonly scene: SceneId
  readonly onScene: (scene: SceneId) => void
}

/** The storyboard as buttons, and the story told by itself. */
export function SceneBar({ scene, onScene }: SceneBarProps) {
  const [isPlaying, setPlaying] = useState(false)
  const at = scenes.findIndex(({ id }) => id === scene)
  useEffect(() => {
    if (!isPlaying) return
    const next = scenes[at + 1]
    const timer = setTimeout(() => (next ? onScene(next.id) : setPlaying(false)), pace)
    return () => clearTimeout(timer)
  }, [isPlaying, at, onScene])
  return (
    <div className="update-scenes" role="toolbar" aria-label="Scenes of the update">
      <button
        type="button"
        className="button"
        onClick={() => {
          if (!isPlaying && at === scenes.length - 1) onScene('problem')
          setPlaying(!isPlaying)
        }}
      >
        {isPlaying ? 'Stop' : 'Tell it'}
      </button>
      <ol>
        {scenes.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              className="scene"
              aria-current={id === scene ? 'step' : undefined}
              onClick={() => {
                setPlaying(false)
                onScene(id)
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}
